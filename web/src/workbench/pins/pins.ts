import { createContext, useContext } from 'react'
import type { Comment, CommentPlace } from '#contract/ours.ts'

/** A comment that stands at a place, with its number among those that do. */
export type Pin = { readonly comment: Comment; readonly place: CommentPlace; readonly number: number }

export type PointPlace = Extract<CommentPlace, { x: number }>
export type RangePlace = Extract<CommentPlace, { start: number }>

/** Comments with a place on the sample that is open, and the one that is being written. */
export type Pins = {
  readonly pins: readonly Pin[]
  /** Where the next comment will stand. */
  readonly draft: CommentPlace | undefined
  /** The pin somebody looks at. */
  readonly chosen: string | undefined
  /** Chooses the place of the next comment, and asks for its words. */
  put(place: CommentPlace | undefined): void
  /** Shows a comment in the thread, its place in the data. */
  open(comment_id: string): void
}

export const PinsContext = createContext<Pins | null>(null)

/** Null where nobody talks about what is shown: a sample of the dataset itself. */
export function usePins(): Pins | null {
  return useContext(PinsContext)
}

/** In the order in which they were said; what was resolved has no place any more. */
export function pinsOf(comments: readonly Comment[]): Pin[] {
  const open = comments.filter(({ place, resolved }) => place !== undefined && !resolved)
  return open.map((comment, index) => ({ comment, place: comment.place!, number: index + 1 }))
}

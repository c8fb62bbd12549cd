import type { Pair } from './relations.ts'

/** Why a gesture did nothing. The view words it; names and ids are there to be filled in and pointed at. */
export type Notice =
  /** A label key, but no text and no span is selected. */
  | { readonly kind: 'selectFirst' }
  | { readonly kind: 'onlySpaces' }
  /** The dataset wants no overlaps; `id` is the span in the way. */
  | { readonly kind: 'overlaps'; readonly id: string }
  /** The same is there already. */
  | { readonly kind: 'duplicate'; readonly id: string }
  | { readonly kind: 'locked'; readonly id: string }
  /** A relation label on text, or an entity label on a relation. */
  | { readonly kind: 'wrongType'; readonly name: string }
  /** No relation leads from `head` to any entity of the text; what the label set allows from there. */
  | { readonly kind: 'noTarget'; readonly head: string; readonly allowed: readonly Pair[] }
  /** `name` does not fit these ends, or no relation label does; what the label set allows instead. */
  | {
      readonly kind: 'noFit'
      readonly name?: string
      readonly head: string
      readonly tail: string
      readonly allowed: readonly Pair[]
    }
  /** Several relation labels fit: one has to be chosen. */
  | { readonly kind: 'chooseRelation'; readonly allowed: readonly Pair[] }

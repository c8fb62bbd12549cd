import type { LabelType } from '#contract/codes.ts'
import type { Shape } from '#core/geometry/shape.ts'

/** Where a label stands in its sample: nowhere in particular, in the image, in the text, between two entities. */
export type Place =
  | { readonly kind: 'none' }
  /** In image pixels. */
  | { readonly kind: 'shape'; readonly shape: Shape }
  /** In code points; the end is excluded (D29). */
  | { readonly kind: 'span'; readonly start: number; readonly end: number }
  /** Ids of two labels of the same document. */
  | { readonly kind: 'relation'; readonly from: string; readonly to: string }

/** A label as the workbench holds it: plain data, never changed in place. */
export type WorkLabel = {
  /** The id of the wire, and the name of the label in selections, steps of undo and merges: it never changes. */
  readonly id: string
  /** Missing where a label needs none (speech), and while a new shape still waits for its name. */
  readonly name?: string
  readonly type?: LabelType
  readonly place: Place
  /** Every key of the wire's property that says no place, as it came: attributes, hard marks, flags, extensions. */
  readonly property: Readonly<Record<string, unknown>>
  /** Confidence, 0..1. */
  readonly score?: number
  readonly annotated_by?: string
  /** Whose label it is, where those of two people are looked at together. Never saved. */
  readonly of?: string
}

/** What people change in one sample: this is what undo, drafts and submitting are about. */
export type Content = {
  /** In drawing order: the last one lies on top. */
  readonly labels: readonly WorkLabel[]
  /** Of the sample, as on the wire: hard marks, size, keys of the user. */
  readonly metadata: Readonly<Record<string, unknown>>
}

export function findLabel(content: Content, id: string): WorkLabel | undefined {
  return content.labels.find((label) => label.id === id)
}

/** The shape of a label that has one. */
export function shapeOf(label: WorkLabel): Shape | undefined {
  return label.place.kind === 'shape' ? label.place.shape : undefined
}

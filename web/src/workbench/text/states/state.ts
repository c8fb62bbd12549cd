import type { Label } from '#contract/labels.ts'
import type { WorkDocument } from '#web/workbench/document/document.ts'
import { findLabel, type WorkLabel } from '#web/workbench/document/label.ts'
import type { Move, Selection } from '#web/workbench/text/caret.ts'
import type { Notice } from '#web/workbench/text/notices.ts'
import type { CodePoint, TextRange } from '#web/workbench/text/offsets.ts'
import { type Pair, pairsOf } from '#web/workbench/text/relations.ts'
import type { LabelChoice, TextEdit } from '#web/workbench/text/span-edits.ts'
import type { StopUnit } from '#web/workbench/text/stops.ts'
import type { TextModel } from '#web/workbench/text/text-model.ts'

/** A border of a span. */
export type Edge = 'start' | 'end'

/** What the next key acts on. */
export type At =
  | { readonly kind: 'nothing' }
  /** Selected text; a caret when both ends are one place. */
  | ({ readonly kind: 'range' } & Selection)
  | { readonly kind: 'span'; readonly id: string }
  /** A border of the selected span was taken up: the next click puts it down. */
  | { readonly kind: 'carrying'; readonly id: string; readonly edge: Edge }
  | { readonly kind: 'relation'; readonly id: string }
  /** A relation is being drawn from an entity; `to` once a target is chosen. */
  | { readonly kind: 'relating'; readonly from: string; readonly to?: string }
  /** A change waits for a second word, for it takes these relations along. With a name it relabels, else it removes. */
  | {
      readonly kind: 'confirming'
      readonly id: string
      readonly name?: string
      readonly relations: readonly WorkLabel[]
    }

export type AtKind = At['kind']

/** Where somebody is in a text. Plain data; what it speaks of lies in the document. */
export type TextState = {
  readonly at: At
  /** Where the caret stands or last stood, as long as caret mode is on. */
  readonly caret?: CodePoint
  /** The label that every selection gets at once, while labels come first. */
  readonly label?: LabelChoice
  /** The span the double click before made: a third click makes it a sentence. */
  readonly picked?: string
}

/** A person's switches, and the dataset's for overlaps. */
export type TextSettings = {
  /** The label is chosen first and every selection is labelled at once. */
  readonly labelFirst: boolean
  /** Selections by mouse grow to whole words. */
  readonly words: boolean
  /** Spaces at the edges of a selection are left out. */
  readonly trim: boolean
  readonly overlaps: boolean
}

/** What gestures meet. */
export type Desk = {
  readonly text: TextModel
  readonly document: WorkDocument
  readonly labels: readonly Label[]
  readonly settings: TextSettings
  /** An id no label of the sample has, nor one that somebody else makes at the same time. */
  readonly newId: () => string
}

export type TextEvent =
  /** Caret mode on or off; it comes on at `at`, the first place in view, unless something is selected. */
  | { readonly kind: 'enter'; readonly at: CodePoint }
  | ({ readonly kind: 'move' } & Move)
  /** Moves a border of the span, or the moving end of the selection, by a cluster. */
  | { readonly kind: 'border'; readonly edge: Edge; readonly to: 'left' | 'right' }
  /** A click on the handle of a border of the selected span. */
  | { readonly kind: 'carry'; readonly edge: Edge }
  /** A drag of a handle has ended. */
  | { readonly kind: 'put'; readonly edge: Edge; readonly at: CodePoint }
  | { readonly kind: 'label'; readonly choice: LabelChoice }
  | { readonly kind: 'next'; readonly back: boolean }
  /** The next of the spans that lie on top of each other here. */
  | { readonly kind: 'overlap' }
  | { readonly kind: 'remove' }
  | { readonly kind: 'relate' }
  | { readonly kind: 'reverse' }
  | { readonly kind: 'escape' }
  /** A click on text; with Shift it extends. */
  | { readonly kind: 'point'; readonly at: CodePoint; readonly extend: boolean }
  /** A drag over text has ended. */
  | ({ readonly kind: 'select' } & Selection)
  /** A double or triple click. */
  | { readonly kind: 'pick'; readonly unit: StopUnit; readonly at: CodePoint }
  /** A click on a span, an arc, or a row of one of their lists. */
  | { readonly kind: 'open'; readonly id: string }
  /** Both borders of a span at once: offsets were typed. */
  | ({ readonly kind: 'resize'; readonly id: string } & TextRange)
  /** One entity was dragged upon another, or clicked after it, to relate them. */
  | { readonly kind: 'connect'; readonly from: string; readonly to: string }

export type TextEventOf<Kind extends TextEvent['kind']> = Extract<TextEvent, { kind: Kind }>

export type Outcome = {
  readonly state: TextState
  /** To be done in this order. */
  readonly edits: readonly TextEdit[]
  readonly notice?: Notice
}

/** One state of the machine. Undefined: the event means nothing special here. */
export type StateOf<Kind extends AtKind> = (
  at: Extract<At, { kind: Kind }>,
  event: TextEvent,
  state: TextState,
  desk: Desk,
) => Outcome | undefined

export function goTo(state: TextState, at: At, edit?: TextEdit): Outcome {
  return { state: { ...state, at }, edits: edit === undefined ? [] : [edit] }
}

export function stay(state: TextState, notice: Notice): Outcome {
  return { state, edits: [], notice }
}

/** Where nothing is selected: the caret in caret mode. */
export function restOf({ caret }: TextState): At {
  return caret === undefined ? { kind: 'nothing' } : { kind: 'range', anchor: caret, focus: caret }
}

export function labelOf(desk: Desk, id: string): WorkLabel | undefined {
  return findLabel(desk.document.content, id)
}

export function isLocked(desk: Desk, id: string): boolean {
  return desk.document.view[id]?.locked === true
}

export function pairsOfDesk(desk: Desk): readonly Pair[] {
  return pairsOf(desk.labels)
}

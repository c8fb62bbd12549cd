import { LabelType } from '#contract/codes.ts'
import type { Label } from '#contract/labels.ts'
import type { Edit } from '#web/workbench/document/document.ts'
import type { Content } from '#web/workbench/document/label.ts'
import type { LabelChoice, TextEdit } from './span-edits.ts'

/** Texts shown at once where texts are classified. */
export const cardsPerPage = 20

/** `move` is J and K, `label` a digit or a label's own key, `next` is Enter. */
export type CardEvent =
  | { readonly kind: 'move'; readonly by: 1 | -1 }
  | { readonly kind: 'label'; readonly choice: LabelChoice }
  | { readonly kind: 'next' }

export type CardDesk = {
  /** Cards on this page, and whether there is a page before and after it. */
  readonly count: number
  readonly hasBefore: boolean
  readonly hasAfter: boolean
  /** A text has one label only. */
  readonly singleLabel: boolean
  /** With one label only, choosing it leads to the next card. */
  readonly advance: boolean
  readonly newId: () => string
  /** Of the text of the card. */
  readonly content: Content
}

export type CardOutcome = {
  readonly at: number
  /** Another page is wanted: its first card comes next, or going back its last one. */
  readonly page?: 1 | -1
  /** For the text of the card the event found. */
  readonly edit?: TextEdit
}

/** What a key does on the card `at`. Undefined when it leads nowhere. */
export function stepCards(at: number, event: CardEvent, desk: CardDesk): CardOutcome | undefined {
  switch (event.kind) {
    case 'move':
      return moveCard(at, event.by, desk)
    case 'next':
      return moveCard(at, 1, desk)
    case 'label': {
      const edit: TextEdit = { name: 'classify', edit: toggleLabel(event.choice, desk.singleLabel, desk.newId) }
      const isTakenAway = desk.content.labels.some(({ name }) => name === event.choice.name)
      const next = desk.singleLabel && desk.advance && !isTakenAway ? moveCard(at, 1, desk) : undefined
      return { ...(next ?? { at }), edit }
    }
  }
}

/** The label of a digit key: 1 to 9 and then 0 are the first ten of the label set. */
export function labelOfDigit(labels: readonly Label[], digit: number): LabelChoice | undefined {
  const label = labels[(digit + 9) % 10]
  return label?.name === undefined ? undefined : { name: label.name, type: label.type ?? LabelType.textClassification }
}

/** Gives a text a label or takes it away; with one label only the new one takes the place of the others. */
export function toggleLabel({ name, type }: LabelChoice, single: boolean, newId: () => string): Edit {
  return (content) => {
    const others = content.labels.filter((label) => label.name !== name)
    if (others.length < content.labels.length) return { ...content, labels: others }
    const kept = single ? [] : content.labels
    return { ...content, labels: [...kept, { id: newId(), name, type, place: { kind: 'none' }, property: {} }] }
  }
}

function moveCard(at: number, by: 1 | -1, { count, hasBefore, hasAfter }: CardDesk): CardOutcome | undefined {
  const to = at + by
  if (to >= 0 && to < count) return { at: to }
  return (by === 1 ? hasAfter : hasBefore) ? { at, page: by } : undefined
}

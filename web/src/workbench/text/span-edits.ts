import type { LabelType } from '#contract/codes.ts'
import type { Edit } from '#web/workbench/document/document.ts'
import { addLabels } from '#web/workbench/document/edits.ts'
import type { Content, WorkLabel } from '#web/workbench/document/label.ts'
import { type Finding, findText } from './find.ts'
import type { Notice } from './notices.ts'
import type { TextRange } from './offsets.ts'
import { overlap, rangeOf } from './spans.ts'
import type { TextModel } from './text-model.ts'

/** A label of the label set, as somebody chooses it. An entity and a relation may share a name. */
export type LabelChoice = { readonly name: string; readonly type: LabelType }

/** An edit of the document with what it is called in the history and the gesture it is part of. */
export type TextEdit = {
  readonly name: 'label' | 'labelAll' | 'attributes' | 'relabel' | 'move' | 'remove' | 'relate' | 'reverse' | 'classify'
  readonly edit: Edit
  readonly group?: string
}

/** Why a range may not be given a label: the same is there already, or the dataset wants no overlaps. */
export function faultOfSpan(
  content: Content,
  range: TextRange,
  name: string | undefined,
  overlaps: boolean,
  except?: string,
): Notice | undefined {
  for (const label of content.labels) {
    const other = rangeOf(label)
    if (other === undefined || label.id === except || !overlap(range, other)) continue
    if (other.start === range.start && other.end === range.end && label.name === name) {
      return { kind: 'duplicate', id: label.id }
    }
    if (!overlaps) return { kind: 'overlaps', id: label.id }
  }
  return undefined
}

export function newSpan(id: string, { start, end }: TextRange, { name, type }: LabelChoice): WorkLabel {
  return { id, name, type, place: { kind: 'span', start, end }, property: {} }
}

/** Where the same text stands elsewhere, for a preview: places that would be labelled, and how many cannot be. */
export type SameText = { readonly free: readonly TextRange[]; readonly taken: number }

export function findSameText(
  model: TextModel,
  content: Content,
  text: string,
  { name }: LabelChoice,
  options: Finding & { readonly overlaps: boolean },
): SameText {
  const found = findText(model, text, options)
  const free = found.filter((range) => faultOfSpan(content, range, name, options.overlaps) === undefined)
  return { free, taken: found.length - free.length }
}

/** Labels every place of a preview, as one step. */
export function labelAll({ free }: SameText, choice: LabelChoice, newId: () => string): TextEdit {
  return { name: 'labelAll', edit: addLabels(free.map((range) => newSpan(newId(), range, choice))) }
}

import { LabelType } from '#contract/codes.ts'
import type { WorkLabel } from '#web/workbench/document/label.ts'
import type { CodePoint, TextRange } from './offsets.ts'
import { isBorder } from './snap.ts'
import type { TextModel } from './text-model.ts'

/** The range of a label that covers text: here the numbers of the document get their unit (D29). */
export function rangeOf({ place }: WorkLabel): TextRange | undefined {
  return place.kind === 'span' ? (place as typeof place & TextRange) : undefined
}

/** Labels that cover text as a reader meets them: by start, then the longer one first. */
export function inReadingOrder(labels: readonly WorkLabel[]): WorkLabel[] {
  return labels
    .filter((label) => label.place.kind === 'span')
    .sort((a, b) => {
      const [one, other] = [rangeOf(a)!, rangeOf(b)!]
      return one.start - other.start || other.end - one.end || (a.id < b.id ? -1 : 1)
    })
}

/** Whether labels of a type cover text. */
export function coversText(type: LabelType | undefined): boolean {
  return type === LabelType.namedEntity || type === LabelType.tripletEntity
}

/** What is wrong with a stored place. It is shown and flagged, never changed by itself (workbench 13). */
export type Flaw = 'outside' | 'cutsCluster'

export function flawOf(model: TextModel, { start, end }: TextRange): Flaw | undefined {
  if (start < 0 || end > model.length || start >= end) return 'outside'
  return isBorder(model, 'grapheme', start) && isBorder(model, 'grapheme', end) ? undefined : 'cutsCluster'
}

export function overlap(one: TextRange, other: TextRange): boolean {
  return one.start < other.end && other.start < one.end
}

/** Labels that overlap a range, and those that overlap one of them in turn. */
export function pileOf(labels: readonly WorkLabel[], range: TextRange): readonly WorkLabel[] {
  const pile = labels.filter((label) => overlap(rangeOf(label)!, range))
  const start = Math.min(range.start, ...pile.map((label) => rangeOf(label)!.start)) as CodePoint
  const end = Math.max(range.end, ...pile.map((label) => rangeOf(label)!.end)) as CodePoint
  return start === range.start && end === range.end ? pile : pileOf(labels, { start, end })
}

/** The nearest range that lies inside the text; an empty one for a place that does not. */
export function clampRange({ start, end }: TextRange, length: CodePoint): TextRange {
  const from = Math.max(0, Math.min(start, length)) as CodePoint
  return { start: from, end: Math.max(from, Math.min(end, length)) as CodePoint }
}

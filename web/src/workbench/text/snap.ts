import { type CodePoint, rangeBetween, type TextRange } from './offsets.ts'
import type { TextUnit } from './segmenters.ts'
import type { TextModel } from './text-model.ts'

export type Snapping = {
  /** Selections grow to whole words. */
  readonly words: boolean
  /** Spaces at the edges of a selection are left out. */
  readonly trim: boolean
}

/**
 * What a selection means: never a part of a cluster, and words and spaces as wished. Undefined when nothing is left.
 * Both ends may come in any order (workbench 6).
 */
export function snapRange(
  model: TextModel,
  anchor: CodePoint,
  focus: CodePoint,
  { words, trim }: Snapping,
): TextRange | undefined {
  const drawn = rangeBetween(anchor, focus)
  if (drawn.start === drawn.end) return undefined
  const clusters = grow(model, 'grapheme', drawn)
  const kept = trim ? trimRange(model, clusters) : clusters
  if (kept === undefined) return undefined
  return words ? grow(model, 'word', kept) : kept
}

/** The range without clusters of white space at its edges; undefined when there is nothing else. */
export function trimRange(model: TextModel, { start, end }: TextRange): TextRange | undefined {
  while (start < end && isSpace(model, start)) start = model.partAt('grapheme', start).end
  while (start < end && isSpace(model, (end - 1) as CodePoint))
    end = model.partAt('grapheme', (end - 1) as CodePoint).start
  return start < end ? { start, end } : undefined
}

/** The next border of a part behind `at`; the end of the text behind that. */
export function borderAfter(model: TextModel, unit: TextUnit, at: CodePoint): CodePoint {
  return at >= model.length ? model.length : model.partAt(unit, at).end
}

/** The last border of a part before `at`; 0 before that. */
export function borderBefore(model: TextModel, unit: TextUnit, at: CodePoint): CodePoint {
  return at <= 0 ? (0 as CodePoint) : model.partAt(unit, (at - 1) as CodePoint).start
}

/** Whether a place lies between two parts, or at an end of the text. */
export function isBorder(model: TextModel, unit: TextUnit, at: CodePoint): boolean {
  return at === 0 || at === model.length || (at < model.length && model.partAt(unit, at).start === at)
}

function grow(model: TextModel, unit: TextUnit, { start, end }: TextRange): TextRange {
  return { start: model.partAt(unit, start).start, end: model.partAt(unit, (end - 1) as CodePoint).end }
}

function isSpace(model: TextModel, at: CodePoint): boolean {
  return /^[\s\u0085]+$/.test(model.slice(model.partAt('grapheme', at)))
}

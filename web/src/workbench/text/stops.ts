import { lineIndexAt } from './lines.ts'
import type { CodePoint, TextRange } from './offsets.ts'
import type { TextUnit } from './segmenters.ts'
import { trimRange } from './snap.ts'
import type { TextModel } from './text-model.ts'

/** What the keyboard steps over: words and signs, sentences without the space behind them. Spaces are no stops. */
export type StopUnit = Exclude<TextUnit, 'grapheme'>

/** The stop that holds a place, if it is not in white space. */
export function stopAt(model: TextModel, unit: StopUnit, at: CodePoint): TextRange | undefined {
  return trimRange(model, model.partAt(unit, at))
}

/** The first stop whose start (or end) lies behind a place. */
export function stopAfter(
  model: TextModel,
  unit: StopUnit,
  edge: 'start' | 'end',
  at: CodePoint,
): TextRange | undefined {
  for (let index = lineIndexAt(model.lines, at); index < model.lines.length; index++) {
    const found = stopsOf(model, unit, index).find((stop) => stop[edge] > at)
    if (found !== undefined) return found
  }
  return undefined
}

/** The last stop whose start (or end) lies before a place. */
export function stopBefore(
  model: TextModel,
  unit: StopUnit,
  edge: 'start' | 'end',
  at: CodePoint,
): TextRange | undefined {
  for (let index = lineIndexAt(model.lines, at); index >= 0; index--) {
    const found = stopsOf(model, unit, index).findLast((stop) => stop[edge] < at)
    if (found !== undefined) return found
  }
  return undefined
}

export function stopsOf(model: TextModel, unit: StopUnit, lineIndex: number): readonly TextRange[] {
  if (/^\s*$/.test(model.lines[lineIndex]!.text)) return []
  return model.parts(unit, lineIndex).flatMap((part) => trimRange(model, part) ?? [])
}

import { type Line, lineIndexAt, splitLines } from './lines.ts'
import {
  type CodePoint,
  countWhile,
  type Offsets,
  offsetsOf,
  sliceText,
  type TextRange,
  type Utf16,
} from './offsets.ts'
import { intlSegmenters, type Segmenters, type TextUnit } from './segmenters.ts'

/**
 * A text as the workbench reads it. What is costly is found out line by line, when somebody looks, and kept: opening
 * 100,000 characters costs no segmentation.
 */
export type TextModel = {
  readonly text: string
  readonly length: CodePoint
  readonly offsets: Offsets
  readonly lines: readonly Line[]
  lineAt(at: CodePoint): Line
  slice(range: TextRange): string
  /** The parts of a line, without gaps; what ends the line is part of the last one or a part of its own. */
  parts(unit: TextUnit, lineIndex: number): readonly TextRange[]
  /** The part that holds the code point `at`; at the end of the text the last one, in an empty text an empty one. */
  partAt(unit: TextUnit, at: CodePoint): TextRange
}

export function readText(text: string, segmenters: Segmenters = intlSegmenters()): TextModel {
  const offsets = offsetsOf(text)
  const lines = splitLines(text, offsets, segmenters)
  const known: { readonly [Unit in TextUnit]: (readonly TextRange[] | undefined)[] } = {
    grapheme: [],
    word: [],
    sentence: [],
  }

  function parts(unit: TextUnit, lineIndex: number): readonly TextRange[] {
    known[unit][lineIndex] ??= findParts(unit, lines[lineIndex]!)
    return known[unit][lineIndex]
  }

  function findParts(unit: TextUnit, line: Line): readonly TextRange[] {
    const from = offsets.toUtf16(line.start)
    const found = Array.from(segmenters[unit].segment(text.slice(from, offsets.toUtf16(line.next))))
    const starts = found.map(({ index }) => offsets.toCodePoint((from + index) as Utf16))
    return starts.map((start, index) => ({ start, end: starts[index + 1] ?? line.next }))
  }

  return {
    text,
    length: offsets.length,
    offsets,
    lines,
    lineAt: (at) => lines[lineIndexAt(lines, at)]!,
    slice: (range) => sliceText(text, offsets, range),
    parts,
    partAt(unit, at) {
      const inside = Math.max(0, Math.min(at, offsets.length - 1)) as CodePoint
      const all = parts(unit, lineIndexAt(lines, inside))
      const found = all[countWhile(all.length, (index) => all[index]!.start <= inside) - 1]
      return found ?? { start: inside, end: inside }
    },
  }
}

import { type CodePoint, countWhile, type Offsets, type Utf16 } from './offsets.ts'
import type { Segmenters } from './segmenters.ts'

export type Direction = 'ltr' | 'rtl'

/** A stretch of text drawn as one block: a paragraph, or a part of one that is too long to be drawn whole. */
export type Line = {
  /** From 1; missing where a long paragraph goes on. */
  readonly number?: number
  /** Without what ends the line. */
  readonly text: string
  readonly start: CodePoint
  /** Before what ends the line. */
  readonly end: CodePoint
  /** Where the next line starts; the length of the text for the last one. */
  readonly next: CodePoint
  /** Of the whole paragraph, by its first letter, as `dir="auto"` sees it. */
  readonly direction: Direction
}

/** Longest stretch drawn as one block, in UTF-16 units. */
const blockLimit = 2000

/** All that Unicode takes for the end of a paragraph or line; no cluster, word or sentence goes across one. */
const lineEnd = /\r\n|[\n\r\u0085\u2028\u2029]/g

/**
 * Splits a text into the blocks that are drawn. They cover it without gaps; after the last line end comes one more line,
 * which may be empty. Long paragraphs are cut between sentences, else between words, never inside a cluster.
 */
export function splitLines(text: string, offsets: Offsets, segmenters: Segmenters): readonly Line[] {
  const lines: Line[] = []
  let number = 0
  const addParagraph = (start: number, end: number, next: number) => {
    const direction = directionOf(text.slice(start, end))
    number++
    for (let from = start; ; ) {
      const to = end - from <= blockLimit ? end : cutAfter(text, from, end, segmenters)
      lines.push({
        ...(from === start && { number }),
        text: text.slice(from, to),
        start: offsets.toCodePoint(from as Utf16),
        end: offsets.toCodePoint(to as Utf16),
        next: offsets.toCodePoint((to === end ? next : to) as Utf16),
        direction,
      })
      if (to === end) return
      from = to
    }
  }
  let start = 0
  for (const { index, 0: ending } of text.matchAll(lineEnd)) {
    addParagraph(start, index, index + ending.length)
    start = index + ending.length
  }
  addParagraph(start, text.length, text.length)
  return lines
}

/** Index of the line a code point lies in; what ends a line belongs to it. */
export function lineIndexAt(lines: readonly Line[], at: CodePoint): number {
  return Math.max(0, countWhile(lines.length, (index) => lines[index]!.start <= at) - 1)
}

/** Where a paragraph is cut: behind the last part that surely ends within the limit. */
function cutAfter(text: string, from: number, end: number, segmenters: Segmenters): number {
  for (let reach = blockLimit; from + reach < end; reach *= 2) {
    const stretch = text.slice(from, from + reach)
    for (const unit of ['sentence', 'word', 'grapheme'] as const) {
      // The last part may go on beyond the stretch: only its beginning is a border. No line begins with a space.
      const parts = Array.from(segmenters[unit].segment(stretch))
      const cut = parts.findLast(({ segment }) => !/^\s/.test(segment))?.index ?? 0
      if (cut > (unit === 'grapheme' ? 0 : reach / 2)) return from + cut
    }
  }
  return end
}

const strong = /[\p{L}\u200e\u200f\u061c]/u
const rightToLeftLetters = String.raw`\u200f\u061c\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}\p{Script=Yezidi}`
const rightToLeft = new RegExp(`[${rightToLeftLetters}]`, 'u')
/** By the first letter, as `dir="auto"` sees it. */
export function directionOf(paragraph: string): Direction {
  const first = strong.exec(paragraph)?.[0]
  return first !== undefined && rightToLeft.test(first) ? 'rtl' : 'ltr'
}

/**
 * The stretch against the direction of its line that begins or ends at a place, in UTF-16 units of the line. Both its ends
 * are drawn in two spots each: after what is before it and at its own letters.
 */
export function turnedAt({ text, direction }: Line, at: number): readonly [start: number, end: number] | undefined {
  for (const { index, 0: stretch } of text.matchAll(turned[direction])) {
    if (index === at || index + stretch.length === at) return [index, index + stretch.length]
    if (index > at) return undefined
  }
  return undefined
}

/** Whether the UTF-16 unit at a place of the line is drawn against the direction of the line. */
export function isTurned({ text, direction }: Line, at: number): boolean {
  for (const { index, 0: stretch } of text.matchAll(turned[direction])) {
    if (index > at) return false
    if (at < index + stretch.length) return true
  }
  return false
}

const turned = {
  ltr: stretchOf(`[${rightToLeftLetters}]`),
  rtl: stretchOf(`(?![${rightToLeftLetters}])[\\p{L}\\p{N}]`),
}

/** Letters of a kind with what stands between them and is no letter itself. */
function stretchOf(letter: string): RegExp {
  return new RegExp(`${letter}(?:[\\P{L}]*${letter})*`, 'gu')
}

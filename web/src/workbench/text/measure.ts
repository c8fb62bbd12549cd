import type { TextRange } from './offsets.ts'
import { stopsOf } from './stops.ts'
import type { TextModel } from './text-model.ts'

/** How long a text is: code points, as everything on the wire counts them; words and sentences as people do. */
export type TextMeasure = {
  readonly characters: number
  readonly words: number
  readonly sentences: number
  readonly paragraphs: number
}

/** Measures a whole text. Costs a segmentation of it, so not for lists of long texts. */
export function measureText(model: TextModel): TextMeasure {
  const isSpoken = (range: TextRange) => /[\p{L}\p{N}]/u.test(model.slice(range))
  const count = (unit: 'word' | 'sentence') =>
    model.lines.reduce((sum, _, index) => sum + stopsOf(model, unit, index).filter(isSpoken).length, 0)
  return {
    characters: model.length,
    words: count('word'),
    sentences: count('sentence'),
    paragraphs: model.lines.findLast(({ number }) => number !== undefined)!.number!,
  }
}

import type { TextRange, Utf16 } from './offsets.ts'
import { isBorder } from './snap.ts'
import type { TextModel } from './text-model.ts'

export type Finding = {
  readonly matchCase: boolean
  /** Only where whole words are found: `art` is not found in `party`. */
  readonly words: boolean
}

/** Where a text occurs, from the beginning, without overlaps. Never a part of a cluster: `e` is not found in `é`. */
export function findText(model: TextModel, wanted: string, { matchCase, words }: Finding): TextRange[] {
  if (wanted === '') return []
  const pattern = new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), matchCase ? 'gu' : 'giu')
  const found: TextRange[] = []
  for (let match = pattern.exec(model.text); match !== null; match = pattern.exec(model.text)) {
    const start = model.offsets.toCodePoint(match.index as Utf16)
    const end = model.offsets.toCodePoint((match.index + match[0].length) as Utf16)
    const unit = words ? 'word' : 'grapheme'
    if (isWhole('grapheme', start, end) && isWhole(unit, start, end)) found.push({ start, end })
    else pattern.lastIndex = match.index + (model.text.codePointAt(match.index)! > 0xffff ? 2 : 1)
  }
  return found

  function isWhole(unit: 'grapheme' | 'word', start: TextRange['start'], end: TextRange['end']): boolean {
    return isBorder(model, unit, start) && isBorder(model, unit, end)
  }
}

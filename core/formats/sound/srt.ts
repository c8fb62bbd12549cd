import { encodeTime } from '#core/codecs/time.ts'
import { FileFault } from '#core/formats/files.ts'
import { type Cue, type CueLine, cueFormat, linesOf, type Said, withoutBlankEnds } from './cue-files.ts'
import { isTimes, readTimes } from './cue-times.ts'

/**
 * SubRip: numbered cues with times and text (formats 11). Nothing in it says who speaks, and a name before a colon is text
 * like any other. Blank lines within a text stay; the numbers may be wrong or missing.
 */
export const srt = cueFormat({
  name: 'srt',
  ending: '.srt',
  head: '',
  readCues,
  readText,
  writeText,
  writeTimes: ({ start, end }, number) => `${number}\n${writeTime(start)} --> ${writeTime(end)}`,
})

/** What players take for formatting: `<i>`, `<font color="red">`, `{\an8}`. */
const formatting = /<\/?(?:[bius]|font)(?:[ \t][^<>]*)?>|\{\\[^{}]*\}/gi

async function readCues(lines: AsyncIterable<CueLine>, path: string): Promise<Cue[]> {
  const cues: Cue[] = []
  let above: string[] = []
  let number: number | undefined
  for await (const { text, line } of lines) {
    if (!isTimes(text)) {
      above.push(text)
      continue
    }
    const isFirst = cues.length === 0
    number = takeNumber(above, isFirst, number)
    if (isFirst) refuseText(above, path)
    above = []
    cues.push({ ...readTimes(text, { path, line }), line, text: above })
  }
  if (cues.length === 0) refuseText(above, path)
  return cues
}

function refuseText(above: readonly string[], path: string): void {
  const at = above.findIndex((line) => line.trim() !== '')
  if (at >= 0) throw new FileFault(path, 'is text above the times of the first cue', at + 1)
}

/**
 * Takes the number of a cue from the end of what stands above its times. It begins a block of its own; where the blank line
 * is missing it follows the number before.
 */
function takeNumber(above: string[], isFirst: boolean, before = Number.NaN): number | undefined {
  const last = above.at(-1) ?? ''
  if (!/^\s*\d{1,15}\s*$/.test(last)) return undefined
  const number = Number(last)
  const isOwn = above.length === 1 ? isFirst : above.at(-2)!.trim() === ''
  if (!isOwn && number !== before + 1) return undefined
  above.pop()
  return number
}

function readText(lines: readonly string[]): { said: Said[]; isFormatted: boolean } {
  const given = withoutBlankEnds(lines) ?? ''
  const plain = given.replace(formatting, '')
  const content = withoutBlankEnds(plain.split('\n'))
  return { said: [content === undefined ? {} : { content }], isFormatted: plain !== given }
}

function writeText({ content }: Said): string[] {
  const text = content === undefined ? undefined : withoutBlankEnds(linesOf(content))
  return text === undefined ? [] : text.replace(/-{2,}>/g, '->').split('\n')
}

function writeTime(time: number): string {
  return encodeTime(time).replace('.', ',')
}

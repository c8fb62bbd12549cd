import { encodeTime } from '#core/codecs/time.ts'
import { FileFault } from '#core/formats/files.ts'
import { type Cue, type CueLine, cueFormat, linesOf, type Said, withoutBlankEnds } from './cue-files.ts'
import { isTimes, readTimes } from './cue-times.ts'
import { escapeText, readVoices } from './vtt-text.ts'

/**
 * WebVTT (formats 11). `<v agent>` says who speaks; of a cue with several voices each one is a paragraph with the times of
 * the cue. Styles, regions, notes, names and places of cues are passed over.
 */
export const vtt = cueFormat({
  name: 'vtt',
  ending: '.vtt',
  head: 'WEBVTT\n\n',
  readCues,
  readText: (lines) => readVoices(lines.join('\n')),
  writeText,
  writeTimes: ({ start, end }) => `${encodeTime(start)} --> ${encodeTime(end)}`,
})

async function readCues(lines: AsyncIterable<CueLine>, path: string, ignored: string[]): Promise<Cue[]> {
  const cues: Cue[] = []
  /** Where a line belongs: to the head, to a block that is passed over, to a cue, to no block yet, below the name of a cue. */
  let place: 'head' | 'aside' | 'cue' | 'between' | 'named' = 'head'
  let first = true
  let name: CueLine = { line: 0, text: '' }
  for await (const found of lines) {
    const { text, line } = found
    if (first && !/^WEBVTT(?:[ \t]|$)/.test(text)) throw new FileFault(path, 'does not begin with WEBVTT', line)
    if (place === 'between' && isAside(text, cues.length === 0)) {
      ignored.push(`the block in line ${line} of ${path}`)
      place = 'aside'
    } else if (place !== 'aside' && !first && isTimes(text)) {
      cues.push({ ...readTimes(text, { path, line }), line, text: [] })
      place = 'cue'
    } else if (text === '') {
      if (place === 'named') break
      place = 'between'
    } else if (place === 'cue') cues.at(-1)!.text.push(text)
    else if (place === 'named') break
    else if (place === 'between') {
      name = found
      place = 'named'
    } else if (place === 'head' && text !== 'WEBVTT') ignored.push(`line ${line} of ${path}`)
    first = false
  }
  if (first) throw new FileFault(path, 'does not begin with WEBVTT', 1)
  if (place === 'named') throw new FileFault(path, 'begins a block without times', name.line)
  return cues
}

/** Whether a line begins a block that is no cue. */
function isAside(line: string, isAboveCues: boolean): boolean {
  return /^NOTE(?:[ \t]|$)/.test(line) || (isAboveCues && /^(?:STYLE|REGION)[ \t]*$/.test(line))
}

/** A blank line would end the cue. */
function writeText({ source, content }: Said): string[] {
  const lines = linesOf(withoutBlankEnds(linesOf(content ?? '')) ?? '').filter((line) => line !== '')
  const text = lines.map(escapeText).join('\n')
  // A name that ends in hyphens would make an arrow of the end of its tag.
  const voice = escapeText((source ?? '').replace(/\s+/g, ' ').trim()).replace(/-$/, '&#45;')
  const cue = voice === '' ? text : `<v ${voice}>${text}</v>`
  return cue === '' ? [] : cue.split('\n')
}

import { FileFault } from '#core/formats/files.ts'

/** From the line of times above a cue, in milliseconds; what stands behind the times says where the text is shown. */
export type CueTimes = { start: number; end: number; settings?: string }

/** Hours may have any number of digits, or not be told; thousandths may be missing. */
const time = /^(?:(\d+):)?(\d{2}):(\d{2})(?:[,.](\d{3}))?$/

/** No text of a cue may hold an arrow, so a line with one either says times or is broken. */
export function isTimes(line: string): boolean {
  return line.includes('-->')
}

/** Reads `00:00:01,250 --> 00:00:03,900`, with a comma or a point. Throws a `FileFault`. */
export function readTimes(text: string, { path, line }: { path: string; line: number }): CueTimes {
  const [before, behind = ''] = splitAt(text, text.indexOf('-->'), 3)
  const [until, settings] = splitAt(behind, behind.search(/[ \t]/), 1)
  const [start, end] = [readTime(before), readTime(until)]
  if (start === undefined || end === undefined) {
    throw new FileFault(path, 'holds an arrow, but not between two times as 00:00:01.250', line)
  }
  return { start, end, ...(settings !== undefined && { settings }) }
}

/** What stands before and behind `length` characters of a text; all of it stands before what is not there. */
function splitAt(text: string, at: number, length: number): [before: string, behind?: string] {
  return at < 0 ? [text] : [text.slice(0, at).trim(), text.slice(at + length).trim()]
}

function readTime(text: string): number | undefined {
  const found = time.exec(text)
  if (!found) return undefined
  const [hours, minutes, seconds, rest] = found.slice(1).map((digits = '0') => Number(digits)) as [
    number,
    number,
    number,
    number,
  ]
  return minutes < 60 && seconds < 60 ? ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest : undefined
}

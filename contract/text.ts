const plainKey = /^[^\s.[\]"\\\p{C}]{1,80}$/u
const longest = 80

/**
 * Where a value stands in a body, in the notation of the wire: `samples[2].labels[0].property.@modelarts:shape`.
 * A key that would blur the notation (a dot, a space, a control character, more than 80 characters) is quoted.
 */
export function writePath(steps: readonly (string | number)[]): string {
  let path = ''
  for (const step of steps) {
    if (typeof step === 'number') path += `[${step}]`
    else if (!plainKey.test(step)) path += `[${quote(step)}]`
    else path += path === '' ? step : `.${step}`
  }
  return path
}

/** A text of a client as it may stand in a message: quoted, controls and lone surrogates escaped, cut after 80 code points. */
export function quote(text: string): string {
  const head = text.slice(0, 2 * longest)
  const points = Array.from(head)
  if (points.length <= longest && head.length === text.length) return JSON.stringify(text)
  return JSON.stringify(`${points.slice(0, longest).join('')}…`)
}

/** `1 column`, `2 columns`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** What makes a text unfit to be stored on both engines and sent back unchanged, or undefined if nothing does. */
export function faultOfText(text: string): string | undefined {
  if (text.includes('\0')) return 'the character U+0000'
  if (!text.isWellFormed()) return 'an unpaired surrogate'
  return undefined
}

/** The place of a code unit in a text for people: lines and columns from 1, columns in code points. */
export function lineAndColumn(text: string, place: number): string {
  let line = 1
  let lineStart = 0
  for (let end = text.indexOf('\n'); end !== -1 && end < place; end = text.indexOf('\n', lineStart)) {
    line++
    lineStart = end + 1
  }
  let column = 1
  for (let at = lineStart; at < place; at++) if ((text.charCodeAt(at) & 0xfc00) !== 0xdc00) column++
  return `line ${line}, column ${column}`
}

/** Times within a recording: `hh:mm:ss.SSS` on the wire, milliseconds in the rules. */

const milliseconds = { hour: 3_600_000, minute: 60_000, second: 1000 } as const

/** Milliseconds of a time written exactly as `hh:mm:ss.SSS`, undefined for anything else. */
export function decodeTime(text: string): number | undefined {
  if (text.length !== 12 || text[2] !== ':' || text[5] !== ':' || text[8] !== '.') return undefined
  const hours = digits(text, 0, 2)
  const minutes = digits(text, 3, 5)
  const seconds = digits(text, 6, 8)
  const rest = digits(text, 9, 12)
  // NaN fails every comparison, so a character that is no digit is refused here as well.
  if (!(hours >= 0 && minutes < 60 && seconds < 60 && rest >= 0)) return undefined
  return hours * milliseconds.hour + minutes * milliseconds.minute + seconds * milliseconds.second + rest
}

/** Writes whole milliseconds below 100 hours as `hh:mm:ss.SSS`. */
export function encodeTime(time: number): string {
  const hours = Math.floor(time / milliseconds.hour)
  const minutes = Math.floor(time / milliseconds.minute) % 60
  const seconds = Math.floor(time / milliseconds.second) % 60
  return `${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds, 2)}.${pad(time % milliseconds.second, 3)}`
}

function digits(text: string, start: number, end: number): number {
  let value = 0
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - 0x30
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0')
}

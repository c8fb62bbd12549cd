import { type Chord, chordsOf, isFamily, type KeyPress, type Platform, readChord, writeChord } from './chord.ts'

type Family = 'Digit' | 'Arrow'

/** What an action's keys stand for together: `Shift+Digit` is Shift with any digit; undefined for single keys. */
export function familyOf(chords: readonly Chord[]): Family | undefined {
  return chords.map((chord) => readChord(chord).key).find(isFamily) as Family | undefined
}

/** The key that somebody pressed for an action; for a family any of its keys does. Undefined: not a whole key yet. */
export function recordChord(press: KeyPress, platform: Platform, family?: Family): Chord | undefined {
  const pressed = chordsOf(press, platform)
  if (family === undefined) return pressed[0]
  const member = family === 'Digit' ? /^\d$/ : /^Arrow/
  const found = pressed.map(readChord).find(({ key }) => member.test(key))
  return found && writeChord(found, family)
}

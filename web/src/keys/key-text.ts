import { type Chord, isFamily, type Platform, readChord } from './chord.ts'

/** Names of keys in the language of the person, `keys:caps.…` of the catalogue. */
export type CapWord =
  | ('mod' | 'alt' | 'shift' | 'Backspace' | 'Delete' | 'End' | 'Enter' | 'Escape' | 'Home' | 'Insert')
  | ('PageDown' | 'PageUp' | 'Space' | 'Tab')

const ALIKE: Readonly<Record<string, string>> = {
  ...{ ArrowLeft: '←', ArrowUp: '↑', ArrowRight: '→', ArrowDown: '↓', Arrow: '←↑↓→', Digit: '0…9' },
}
const ON_MAC: Readonly<Record<string, string>> = {
  ...{ mod: '⌘', alt: '⌥', shift: '⇧', Backspace: '⌫', Delete: '⌦', Enter: '↩', Tab: '⇥', Escape: '⎋' },
}

/** The caps of the keys to press together, each for a `<kbd>` of its own, in the order of the platform. */
export function capsOf(chord: Chord, platform: Platform, word: (cap: CapWord) => string): string[] {
  const { key, mod, alt, shift } = readChord(chord)
  const say = (cap: string) => (platform === 'mac' && ON_MAC[cap]) || word(cap as CapWord)
  // Apple writes ⌥⇧⌘, everyone else Ctrl+Alt+Shift.
  const held =
    platform === 'mac' ? [alt && 'alt', shift && 'shift', mod && 'mod'] : [mod && 'mod', alt && 'alt', shift && 'shift']
  const named = [...key].length > 1 && !isFamily(key) && !/^F\d+$/.test(key)
  return [...held.filter((cap) => cap !== false).map(say), ALIKE[key] ?? (named ? say(key) : key)]
}

/** A chord as one text: `Ctrl+Shift+Z`, `⇧⌘Z`. */
export function textOfChord(chord: Chord, platform: Platform, word: (cap: CapWord) => string): string {
  return capsOf(chord, platform, word).join(platform === 'mac' ? '' : '+')
}

const ARIA: Readonly<Record<Platform, string>> = { mac: 'Meta', other: 'Control' }

/** A chord for `aria-keyshortcuts`; undefined for a family, which has no single key. */
export function ariaOfChord(chord: Chord, platform: Platform): string | undefined {
  const { key, mod, alt, shift } = readChord(chord)
  if (isFamily(key)) return undefined
  return [mod && ARIA[platform], alt && 'Alt', shift && 'Shift', key].filter((part) => part !== false).join('+')
}

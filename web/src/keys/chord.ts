/**
 * A key with the modifiers held with it, in one writing: `Mod+Alt+Shift+Key`. `Mod` is Ctrl, and ⌘ on a Mac. The key is a
 * capital letter, a digit, a symbol or a named key as in `KeyboardEvent.key`. `Digit` and `Arrow` stand for all ten
 * digits and all four arrows.
 */
export type Chord = string & { readonly writing: 'chord' }

export type Platform = 'mac' | 'other'

/** What the rules need of a `KeyboardEvent`. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing' | 'keyCode' | 'repeat'
> & { getModifierState(name: string): boolean }

export type Modifiers = { readonly mod: boolean; readonly alt: boolean; readonly shift: boolean }

const ARROWS = ['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown'] as const
export type Arrow = (typeof ARROWS)[number]

const NAMED = [
  ...ARROWS,
  ...['Backspace', 'Delete', 'End', 'Enter', 'Escape', 'Home', 'Insert', 'PageDown', 'PageUp', 'Space', 'Tab'],
  ...Array.from({ length: 12 }, (_, index) => `F${index + 1}`),
  ...['Digit', 'Arrow'],
]
const namedKeys = new Map(NAMED.map((name) => [name.toLowerCase(), name]))

/** Where symbols are on the keyboard that `code` is named after: Option on a Mac hides what the key says. */
const SYMBOL_AT: Readonly<Record<string, string>> = {
  ...{ Backquote: '`', Minus: '-', Equal: '=', BracketLeft: '[', BracketRight: ']', Backslash: '\\' },
  ...{ Semicolon: ';', Quote: "'", Comma: ',', Period: '.', Slash: '/' },
}

export function writeChord(modifiers: Partial<Modifiers>, key: string): Chord {
  const { mod, alt, shift } = modifiers
  return `${mod ? 'Mod+' : ''}${alt ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${key}` as Chord
}

/** The parts of a chord. */
export function readChord(chord: Chord): Modifiers & { readonly key: string } {
  const [, mod, alt, shift, key] = /^(Mod\+)?(Alt\+)?(Shift\+)?(.+)$/u.exec(chord)!
  return { mod: mod !== undefined, alt: alt !== undefined, shift: shift !== undefined, key: key! }
}

/**
 * Reads a chord as people write it, modifiers in any order and case, `Ctrl` and `Cmd` for `Mod`; undefined when it is
 * none. Shift belongs to a symbol that is typed with it and is left out there, for layouts differ.
 */
export function parseChord(text: string): Chord | undefined {
  const held = { mod: false, alt: false, shift: false }
  let rest = text
  for (let found = MODIFIER.exec(rest); found; found = MODIFIER.exec(rest)) {
    held[MODIFIER_NAMES[found[1]!.toLowerCase()]!] = true
    rest = rest.slice(found[0].length)
  }
  const named = namedKeys.get(rest.toLowerCase())
  if (named !== undefined) return writeChord(held, named)
  if (!/^[^\p{C}\p{Z}\p{M}]$/u.test(rest)) return undefined
  const key = capital(rest)
  return writeChord(isSymbol(key) ? { ...held, shift: false } : held, key)
}

const MODIFIER = /^(mod|ctrl|control|cmd|meta|alt|option|shift)\+(?=.)/i
const MODIFIER_NAMES: Readonly<Record<string, keyof Modifiers>> = {
  ...{ mod: 'mod', ctrl: 'mod', control: 'mod', cmd: 'mod', meta: 'mod' },
  ...{ alt: 'alt', option: 'alt', shift: 'shift' },
}

/**
 * What a press may stand for, the likeliest first: letters by what they say, digits by where they are (French digits
 * need Shift), letters of other alphabets by what they say and then by where they are (workbench 13). Nothing while an
 * input method composes, and nothing for keys of the system.
 */
export function chordsOf(press: KeyPress, platform: Platform): Chord[] {
  // Safari ends a composition with a press that says so by this number alone.
  if (press.isComposing || press.keyCode === 229 || press.key === 'Process') return []
  if (platform === 'mac' ? press.ctrlKey : press.metaKey) return []
  // AltGr types a symbol; Windows reports it as Ctrl and Alt held.
  const types = press.getModifierState('AltGraph')
  const mod = platform === 'mac' ? press.metaKey : press.ctrlKey && !types
  const held = { mod, alt: press.altKey && !types, shift: press.shiftKey }
  const chords: Chord[] = []
  for (const key of keysOf(press, held.alt, types)) {
    const chord = writeChord(isSymbol(key) ? { ...held, shift: false } : held, key)
    if (!chords.includes(chord)) chords.push(chord)
  }
  return chords
}

function keysOf({ key, code }: KeyPress, alt: boolean, altGraph: boolean): string[] {
  if (key === ' ') return ['Space']
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1]
  const typed = [...key].length === 1
  if (!typed && (key !== 'Dead' || !alt)) return namedKeys.has(key.toLowerCase()) && !isFamily(key) ? [key] : []
  const said = typed ? [capital(key)] : []
  if (altGraph) return said
  if (digit !== undefined) return [digit, ...said]
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  if (/^[A-Z]$/.test(said[0] ?? '')) return said
  const placed = letter ?? SYMBOL_AT[code]
  // Where a letter lies counts when the layout has another alphabet there, a symbol's place only behind Alt.
  const counts = placed !== undefined && (alt || (letter !== undefined && /^\p{L}$/u.test(key)))
  return counts ? [...said, placed] : said
}

/** The chords that one stands for: itself, or one for each digit or arrow. */
export function expandChord(chord: Chord): readonly Chord[] {
  const { key, ...held } = readChord(chord)
  if (key === 'Arrow') return ARROWS.map((arrow) => writeChord(held, arrow))
  if (key === 'Digit') return Array.from({ length: 10 }, (_, digit) => writeChord(held, String(digit)))
  return [chord]
}

export function isFamily(key: string): boolean {
  return key === 'Digit' || key === 'Arrow'
}

/** A key that types something: these are the ones that can be switched off (WCAG 2.1.4). */
export function typesCharacter(key: string): boolean {
  return key === 'Digit' || [...key].length === 1
}

function isSymbol(key: string): boolean {
  return /^[^\p{L}\p{N}]$/u.test(key)
}

/** `ß` has no capital of one letter and stays. */
function capital(key: string): string {
  const upper = key.toUpperCase()
  return [...upper].length === 1 ? upper : key
}

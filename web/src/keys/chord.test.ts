import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chordsOf, expandChord, type KeyPress, parseChord, readChord, writeChord } from './chord.ts'

type Held = Partial<Omit<KeyPress, 'getModifierState'>> & { altGraph?: boolean }

function press(key: string, code: string, { altGraph = false, ...held }: Held = {}): KeyPress {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, repeat: false }
  return { ...none, keyCode: 0, key, code, ...held, getModifierState: (name) => altGraph && name === 'AltGraph' }
}

test.each([
  ['ctrl+shift+z', 'Mod+Shift+Z'],
  ['Shift+Cmd+z', 'Mod+Shift+Z'],
  ['alt+arrowleft', 'Alt+ArrowLeft'],
  ['option+.', 'Alt+.'],
  ['ctrl++', 'Mod++'],
  ['+', '+'],
  ['Shift+?', '?'],
  ['shift+1', 'Shift+1'],
  ['Shift+Digit', 'Shift+Digit'],
  ['в', 'В'],
  ['ß', 'ß'],
])('%s is written %s', (text, chord) => expect(parseChord(text)).toBe(chord))

test.each(['', 'Ctrl+', 'Shift', 'Hyper+A', 'AB', ' ', 'Ctrl+Volume', '\n'])('%j is no key', (text) =>
  expect(parseChord(text)).toBeUndefined(),
)

test('what is written can be read and is written the same again', () => {
  const key = fc.constantFrom('A', 'Ж', '7', '+', 'ß', 'Enter', 'ArrowUp', 'F12', 'Space')
  const held = fc.record({ mod: fc.boolean(), alt: fc.boolean(), shift: fc.boolean() })
  fc.assert(
    fc.property(key, held, (name, modifiers) => {
      const chord = writeChord(modifiers, name)
      expect(readChord(chord)).toEqual({ ...modifiers, key: name })
      expect(parseChord(chord)).toBe(name === '+' ? writeChord({ ...modifiers, shift: false }, name) : chord)
    }),
  )
})

test.each([
  ['a letter counts by what it says (AZERTY)', press('a', 'KeyQ'), ['A']],
  ['a capital letter has Shift', press('Z', 'KeyZ', { ctrlKey: true, shiftKey: true }), ['Mod+Shift+Z']],
  ['Caps Lock alone is no Shift', press('D', 'KeyD'), ['D']],
  ['a digit counts by its place', press('1', 'Digit1'), ['1']],
  ['a French digit without Shift is the digit', press('&', 'Digit1'), ['1', '&']],
  ['a French digit with Shift has Shift', press('1', 'Digit1', { shiftKey: true }), ['Shift+1']],
  ['a shifted digit may also be its symbol', press('!', 'Digit1', { shiftKey: true }), ['Shift+1', '!']],
  ['the number pad types digits', press('4', 'Numpad4'), ['4']],
  ['the number pad without Num Lock moves', press('ArrowLeft', 'Numpad4'), ['ArrowLeft']],
  ['a question mark needs no Shift of its own', press('?', 'Slash', { shiftKey: true }), ['?']],
  ['a Russian letter is itself, then the letter in its place', press('в', 'KeyD'), ['В', 'D']],
  ['Option hides a letter on a Mac', press('∂', 'KeyD', { altKey: true }), ['Alt+∂', 'Alt+D']],
  ['Option hides a symbol on a Mac', press('≥', 'Period', { altKey: true }), ['Alt+≥', 'Alt+.']],
  ['Option makes a dead key on a Mac', press('Dead', 'KeyN', { altKey: true }), ['Alt+N']],
  ['a dead key alone is nothing', press('Dead', 'BracketLeft'), []],
  ['AltGr types a symbol', press('[', 'Digit8', { ctrlKey: true, altKey: true, altGraph: true }), ['[']],
  ['the space bar', press(' ', 'Space', { shiftKey: true }), ['Shift+Space']],
  ['a modifier alone is nothing', press('Shift', 'ShiftLeft', { shiftKey: true }), []],
  ['the Windows key belongs to the system', press('d', 'KeyD', { metaKey: true }), []],
  ['nothing while composing', press('d', 'KeyD', { isComposing: true }), []],
  ['nothing while an input method processes', press('Process', 'KeyD'), []],
  ['nothing at the end of a composition in Safari', press('Enter', 'Enter', { keyCode: 229 }), []],
])('%s', (_, pressed, chords) => expect(chordsOf(pressed, 'other')).toEqual(chords))

test('Mod is the command key of a Mac, where Ctrl belongs to the system', () => {
  expect(chordsOf(press('z', 'KeyZ', { metaKey: true }), 'mac')).toEqual(['Mod+Z'])
  expect(chordsOf(press('z', 'KeyZ', { ctrlKey: true }), 'mac')).toEqual([])
})

test('a family stands for all its keys with the same modifiers', () => {
  expect(expandChord(parseChord('Shift+Digit')!)).toHaveLength(10)
  expect(expandChord(parseChord('Alt+Arrow')!)).toContain('Alt+ArrowDown')
  expect(expandChord(parseChord('Mod+Z')!)).toEqual(['Mod+Z'])
})

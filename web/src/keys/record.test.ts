import { expect, test } from 'vitest'
import { bindingsOf, DEFAULT_KEYS } from './bindings.ts'
import type { KeyPress } from './chord.ts'
import { familyOf, recordChord } from './record.ts'

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  const code = /^\d$/.test(key) ? `Digit${key}` : key.length === 1 ? `Key${key.toUpperCase()}` : key
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, repeat: false }
  return { key, code, keyCode: 0, ...none, getModifierState: () => false, ...held }
}

test('a key is taken with what is held with it, a modifier alone is none yet', () => {
  expect(recordChord(press('k', { ctrlKey: true, altKey: true }), 'other')).toBe('Mod+Alt+K')
  expect(recordChord(press('Shift', { shiftKey: true }), 'other')).toBeUndefined()
})

test('an action of ten digits takes any digit for all of them, and nothing else', () => {
  const { chooseLabel, move, next } = bindingsOf(DEFAULT_KEYS)
  expect([chooseLabel, move, next].map(familyOf)).toEqual(['Digit', 'Arrow', undefined])
  expect(recordChord(press('5', { altKey: true }), 'other', 'Digit')).toBe('Alt+Digit')
  expect(recordChord(press('&', { code: 'Digit1' }), 'other', 'Digit')).toBe('Digit')
  expect(recordChord(press('ArrowUp', { shiftKey: true }), 'other', 'Arrow')).toBe('Shift+Arrow')
  expect(recordChord(press('k'), 'other', 'Digit')).toBeUndefined()
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ACTION_IDS, type ActionId } from './actions.ts'
import {
  assignChords,
  bindingsOf,
  conflictsIn,
  DEFAULT_KEYS,
  judgeChord,
  type KeyPreferences,
  readKeyPreferences,
  resetChords,
} from './bindings.ts'
import { type Chord, parseChord } from './chord.ts'
import { digitsOfLabels, freeLabelKeys, labelKeysOf } from './label-keys.ts'
import { PRESET_NAMES } from './presets.ts'
import { reservedFor } from './reserved.ts'

const chord = (text: string) => parseChord(text)!
const defaults = bindingsOf(DEFAULT_KEYS)

test.each(PRESET_NAMES)('in the preset %s no key does two things and none is reserved', (preset) => {
  const bindings = bindingsOf({ ...DEFAULT_KEYS, preset })
  expect(conflictsIn(bindings)).toEqual([])
  for (const id of ACTION_IDS) {
    expect(bindings[id].length, id).toBeGreaterThan(0)
    for (const one of bindings[id]) {
      expect(one, id).toBeTypeOf('string')
      expect(reservedFor(one), `${id} ${one}`).toBeUndefined()
    }
  }
})

test.each([
  ['Ctrl+W', 'browser'],
  ['Ctrl+Shift+Tab', 'browser'],
  ['Ctrl++', 'browser'],
  ['Ctrl+Space', 'inputMethod'],
  ['Alt+Space', 'system'],
  ['Ctrl+E', undefined],
])('%s is reserved for %s', (key, by) => {
  expect(reservedFor(chord(key))).toBe(by)
  expect(judgeChord(defaults, 'edit', chord(key))).toEqual(by ? { kind: 'reserved', by } : { kind: 'free' })
})

test('a recorded key tells who has it on a screen of the action', () => {
  expect(judgeChord(defaults, 'lock', chord('D'))).toEqual({ kind: 'taken', by: ['next'] })
  expect(judgeChord(defaults, 'lock', chord('Shift+7'))).toEqual({ kind: 'taken', by: ['chooseLabel'] })
  expect(judgeChord(defaults, 'chooseLabel', chord('Digit'))).toMatchObject({ kind: 'taken' })
})

test('the same key on screens that never meet is no conflict', () => {
  expect(judgeChord(defaults, 'toolRectangle', chord('1'))).toEqual({ kind: 'free' })
  expect(defaults.passA).toEqual(defaults.toolRectangle)
})

test('an action that takes a key leaves the other its remaining ones', () => {
  const changed = bindingsOf(assignChords(DEFAULT_KEYS, 'lock', [chord('Ctrl+Y')]))
  expect(changed.lock).toEqual(['Mod+Y'])
  expect(changed.redo).toEqual(['Mod+Shift+Z'])
})

test('an action gets the keys of its preset back', () => {
  const taken = assignChords(DEFAULT_KEYS, 'lock', [chord('D')])
  expect(bindingsOf(taken).next).toEqual([])
  const back = resetChords(taken, 'next')
  expect(bindingsOf(back)).toMatchObject({ next: ['D'], lock: [] })
  expect(back.own).not.toHaveProperty('next')
})

test('whatever is assigned, no key does two things', () => {
  const key = fc.constantFrom(
    'A',
    'D',
    '1',
    'Digit',
    'Shift+Digit',
    'Arrow',
    'Alt+ArrowUp',
    'Ctrl+Enter',
    'Escape',
    'Tab',
  )
  const change = fc.tuple(fc.constantFrom(...ACTION_IDS), fc.array(key, { maxLength: 2 }), fc.boolean())
  fc.assert(
    fc.property(fc.constantFrom(...PRESET_NAMES), fc.array(change, { maxLength: 8 }), (preset, changes) => {
      let preferences: KeyPreferences = { ...DEFAULT_KEYS, preset }
      for (const [id, keys, reset] of changes) {
        preferences = reset ? resetChords(preferences, id) : assignChords(preferences, id, keys.map(chord))
        expect(conflictsIn(bindingsOf(preferences))).toEqual([])
        expect(readKeyPreferences(JSON.parse(JSON.stringify(preferences)))).toEqual(preferences)
      }
    }),
  )
})

test('preferences of another version are read as far as they make sense', () => {
  const kept = { preset: 'vim', own: { next: ['N', 7, 'Ctrl+W', '??'], fly: ['X'], lock: 'L' }, characterKeys: false }
  expect(readKeyPreferences(kept)).toEqual({ preset: 'modelarts', own: { next: ['N'] }, characterKeys: false })
  expect(readKeyPreferences(null)).toEqual(DEFAULT_KEYS)
  expect(readKeyPreferences('x')).toEqual(DEFAULT_KEYS)
})

test('a label key that a command has works with Alt', () => {
  const keys = labelKeysOf(
    [
      { name: 'dog', shortcut: 'D' },
      { name: 'car', shortcut: 'k' },
      { name: 'cat', shortcut: 'K' },
      { name: 'cow', shortcut: 'k' },
      { name: 'fox' },
      { name: 'owl', shortcut: '' },
      { name: 'bee', shortcut: 'ж' },
    ],
    defaults,
    'detection',
  )
  expect(Object.fromEntries(keys)).toEqual({
    dog: { chord: 'Alt+D', moved: true },
    car: { chord: 'K', moved: false },
    cat: { chord: 'Alt+K', moved: true },
    bee: { chord: 'Ж', moved: false },
  })
})

test('proposed label keys are free of commands and of other labels', () => {
  const free = freeLabelKeys(['k', 'ж', ''], defaults, ['detection'])
  expect(free).toContain('W')
  expect(free).not.toContain('K')
  expect(free).not.toContain('D')
  for (const key of free)
    expect(judgeChord(defaults, 'lock' satisfies ActionId, key as Chord)).toEqual({ kind: 'free' })
})

test('where digits alone choose labels, the own one of a label chooses it, the others go by place', () => {
  const labels = [{ name: 'cat', shortcut: '2' }, { name: 'dog' }, { name: 'owl', shortcut: 'K' }, { name: 'emu' }]
  const keys = labelKeysOf(labels, bindingsOf(DEFAULT_KEYS), 'detection')
  expect(keys.get('cat')).toEqual({ chord: 'Alt+2', moved: true })
  const names = labels.map(({ name }) => name)
  expect([...digitsOfLabels(names, keys)]).toEqual([
    ['cat', '2'],
    ['owl', '3'],
    ['emu', '4'],
  ])
  const many = Array.from({ length: 12 }, (_, index) => `label ${index}`)
  expect([...digitsOfLabels(many, new Map()).values()].join('')).toBe('1234567890')
})

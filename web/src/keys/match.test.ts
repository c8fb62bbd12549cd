import { expect, test } from 'vitest'
import { keys } from '#web/i18n/en/keys.ts'
import { ACTION_IDS, actionsOn, SCREENS, type Screen, SECTIONS } from './actions.ts'
import { bindingsOf, DEFAULT_KEYS } from './bindings.ts'
import { type KeyPress, parseChord } from './chord.ts'
import { ariaOfChord, capsOf, textOfChord } from './key-text.ts'
import { labelKeysOf } from './label-keys.ts'
import { type Focus, keyboardOf, matchKey } from './match.ts'
import { keySheetOf, paletteOf } from './sheet.ts'

const bindings = bindingsOf(DEFAULT_KEYS)
const labels = labelKeysOf([{ name: 'dog', shortcut: 'd' }], bindings, 'detection')
const detection = keyboardOf(bindings, 'detection', { platform: 'other', characterKeys: true, labels })

/** A press on an English keyboard, written as a chord. */
function press(text: string, repeat = false): KeyPress {
  const parts = text.split('+')
  const key = parts.at(-1)!
  const code = /^\d$/.test(key) ? `Digit${key}` : /^[A-Z]$/i.test(key) ? `Key${key.toUpperCase()}` : key
  const held = { altKey: parts.includes('Alt'), shiftKey: parts.includes('Shift'), metaKey: false, isComposing: false }
  const typed = key === 'Space' ? ' ' : key
  const ctrlKey = parts.includes('Ctrl')
  return { ...held, ctrlKey, key: typed, code, keyCode: 0, repeat, getModifierState: () => false }
}

const act = (id: string, more = {}) => ({ kind: 'action', id, ...more })

test.each<[string, Focus, unknown]>([
  ['d', 'canvas', act('next')],
  ['d', 'workbench', act('next')],
  ['d', 'page', undefined],
  ['d', 'field', undefined],
  ['Alt+d', 'workbench', { kind: 'label', name: 'dog' }],
  ['Alt+d', 'field', undefined],
  ['3', 'canvas', act('toolCircle')],
  ['Shift+3', 'canvas', act('chooseLabel', { digit: 3 })],
  ['Shift+ArrowUp', 'canvas', act('moveFar', { arrow: 'ArrowUp' })],
  ['ArrowUp', 'workbench', undefined],
  ['Tab', 'canvas', act('nextObject')],
  ['Tab', 'workbench', undefined],
  ['Enter', 'workbench', undefined],
  ['Space', 'workbench', undefined],
  ['Space', 'canvas', act('pan')],
  ['Ctrl+z', 'page', act('undo')],
  ['Ctrl+z', 'field', undefined],
  ['Ctrl+Enter', 'field', act('submit')],
  ['Ctrl+s', 'field', act('save')],
  ['Escape', 'field', act('escape')],
  ['F1', 'page', act('help')],
  ['?', 'field', undefined],
  ['Delete', 'workbench', act('deleteObject')],
  ['y', 'canvas', undefined],
])('%s with the focus on %s', (key, focus, match) => expect(matchKey(detection, press(key), focus)).toEqual(match))

test('a held key repeats only what may repeat, and is kept from the browser otherwise', () => {
  expect(matchKey(detection, press('Ctrl+z', true), 'page')).toEqual(act('undo'))
  expect(matchKey(detection, press('Ctrl+Enter', true), 'page')).toEqual({ kind: 'held' })
  expect(matchKey(detection, press('Alt+d', true), 'canvas')).toEqual({ kind: 'held' })
})

test('keys that type a character can be switched off, the others stay', () => {
  const quiet = keyboardOf(bindings, 'detection', { platform: 'other', characterKeys: false, labels })
  for (const key of ['d', 'Shift+g', '1', 'Shift+1', '?']) expect(matchKey(quiet, press(key), 'canvas')).toBeUndefined()
  expect(matchKey(quiet, press('Delete'), 'canvas')).toEqual(act('deleteObject'))
  expect(matchKey(quiet, press('Ctrl+z'), 'canvas')).toEqual(act('undo'))
  expect(matchKey(quiet, press('Alt+d'), 'canvas')).toEqual({ kind: 'label', name: 'dog' })
})

test('a key means what it means on the screen', () => {
  const on = (screen: Screen) => keyboardOf(bindings, screen, { platform: 'other', characterKeys: true })
  expect(matchKey(on('reviewImage'), press('2'), 'canvas')).toEqual(act('passB'))
  for (const screen of ['reviewImage', 'reviewText'] as const) {
    expect(matchKey(on(screen), press('Shift+h'), 'canvas')).toEqual(act('hideAll'))
  }
  expect(matchKey(on('textClassification'), press('2'), 'canvas')).toEqual(act('toggleLabel', { digit: 2 }))
  expect(matchKey(on('textSpans'), press('r'), 'canvas')).toEqual(act('startRelation'))
  expect(matchKey(on('page'), press('d'), 'canvas')).toBeUndefined()
})

test('every action is on a screen, and the sheet of a screen lists each of its actions once', () => {
  const screens = Object.keys(SCREENS) as Screen[]
  expect(new Set(screens.flatMap(actionsOn))).toEqual(new Set(ACTION_IDS))
  for (const screen of screens) {
    const rows = keySheetOf(bindings, screen).flatMap((part) => part.rows.map(({ id }) => id))
    expect(rows).toEqual(actionsOn(screen))
    expect(new Set(rows).size).toBe(rows.length)
  }
})

test('the palette offers what makes sense without a key', () => {
  const offered = paletteOf(bindings, 'detection').map(({ id }) => id)
  expect(offered).toContain('toolPolygon')
  expect(offered).not.toContain('move')
  expect(offered).not.toContain('palette')
})

const word = (cap: string) => ({ mod: 'Strg', shift: 'Umschalt', Enter: 'Eingabe' })[cap] ?? cap

test.each([
  ['Ctrl+Shift+Z', 'Strg+Umschalt+Z', '⇧⌘Z', 'Control+Shift+Z', 'Meta+Shift+Z'],
  ['Ctrl+Enter', 'Strg+Eingabe', '⌘↩', 'Control+Enter', 'Meta+Enter'],
  ['Alt+ArrowLeft', 'alt+←', '⌥←', 'Alt+ArrowLeft', 'Alt+ArrowLeft'],
  ['Shift+Digit', 'Umschalt+0…9', '⇧0…9', undefined, undefined],
  ['F1', 'F1', 'F1', 'F1', 'F1'],
  ['?', '?', '?', '?', '?'],
])('%s is shown as %s, on a Mac as %s', (text, other, mac, aria, ariaMac) => {
  const chord = parseChord(text)!
  expect(textOfChord(chord, 'other', word)).toBe(other)
  expect(textOfChord(chord, 'mac', word)).toBe(mac)
  expect(ariaOfChord(chord, 'other')).toBe(aria)
  expect(ariaOfChord(chord, 'mac')).toBe(ariaMac)
  expect(capsOf(chord, 'other', word).join('+')).toBe(other)
})

test('every action and every heading has words', () => {
  expect(Object.keys(keys.actions).sort()).toEqual([...ACTION_IDS].sort())
  expect(Object.keys(keys.sections).sort()).toEqual([...SECTIONS].sort())
})

import { type ActionId, actionOf, actionsOn, type Screen } from './actions.ts'
import type { Bindings } from './bindings.ts'
import {
  type Arrow,
  type Chord,
  chordsOf,
  expandChord,
  isFamily,
  type KeyPress,
  type Platform,
  readChord,
  typesCharacter,
} from './chord.ts'
import type { LabelKey } from './label-keys.ts'

/** What a press does. */
export type Match =
  | { readonly kind: 'action'; readonly id: ActionId; readonly digit?: number; readonly arrow?: Arrow }
  | { readonly kind: 'label'; readonly name: string }
  /** A key of ours that is held down and does nothing again: the browser must not act on it either. */
  | { readonly kind: 'held' }

/**
 * Where the focus is: on the canvas, on a control in the region of the workbench, where one types, or elsewhere on the
 * page.
 */
export type Focus = 'canvas' | 'workbench' | 'field' | 'page'

/** The keys of one screen, ready to be looked up. */
export type Keyboard = {
  readonly platform: Platform
  readonly characterKeys: boolean
  readonly targets: ReadonlyMap<Chord, Target>
}

type Target = Exclude<Match, { kind: 'held' }>

export function keyboardOf(
  bindings: Bindings,
  screen: Screen,
  settings: { platform: Platform; characterKeys: boolean; labels?: ReadonlyMap<string, LabelKey> },
): Keyboard {
  const targets = new Map<Chord, Target>()
  for (const id of actionsOn(screen)) {
    for (const chord of bindings[id]) {
      for (const one of expandChord(chord)) if (!targets.has(one)) targets.set(one, targetOf(id, chord, one))
    }
  }
  for (const [name, { chord }] of settings.labels ?? []) targets.set(chord, { kind: 'label', name })
  return { platform: settings.platform, characterKeys: settings.characterKeys, targets }
}

function targetOf(id: ActionId, chord: Chord, one: Chord): Target {
  const { key } = readChord(one)
  if (!isFamily(readChord(chord).key)) return { kind: 'action', id }
  return /^\d$/.test(key) ? { kind: 'action', id, digit: Number(key) } : { kind: 'action', id, arrow: key as Arrow }
}

/** What a press does where the focus is; undefined when it is none of our keys there. */
export function matchKey(keyboard: Keyboard, press: KeyPress, focus: Focus): Match | undefined {
  for (const chord of chordsOf(press, keyboard.platform)) {
    const target = keyboard.targets.get(chord)
    if (target === undefined || !reaches(keyboard, chord, target, focus)) continue
    return press.repeat && !repeats(target) ? { kind: 'held' } : target
  }
  return undefined
}

function repeats(target: Target): boolean {
  return target.kind === 'action' && actionOf(target.id).repeats === true
}

/** Keys that controls use themselves: buttons, lists, tabs. */
const OF_CONTROLS = ['Enter', 'Space', 'Tab', 'ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown', 'Home', 'End']

/** Whether a key counts with the focus where it is (WCAG 2.1.4: characters only inside of the workbench). */
function reaches(keyboard: Keyboard, chord: Chord, target: Target, focus: Focus): boolean {
  const { key, mod, alt } = readChord(chord)
  const plain = !mod && !alt
  if (plain && typesCharacter(key) && !keyboard.characterKeys) return false
  const global = !plain || key === 'Escape' || /^F\d+$/.test(key)
  switch (focus) {
    case 'canvas':
      return true
    case 'workbench':
      return !(plain && OF_CONTROLS.includes(key))
    case 'page':
      return global
    case 'field':
      return global && target.kind === 'action' && actionOf(target.id).whileTyping === true
  }
}

import { type ActionId, actionsOn, type Screen } from './actions.ts'
import type { Bindings } from './bindings.ts'
import { type Chord, expandChord, parseChord, readChord, writeChord } from './chord.ts'

/** The key of a label on a screen. `moved` when a command or another label has the label's own key already. */
export type LabelKey = { readonly chord: Chord; readonly moved: boolean }

/**
 * The keys of labels by name. A label's own key (`@modelarts:shortcut`) gives way to commands and to labels before it:
 * then it works with Alt, and when that is taken too, not at all (workbench 1.5).
 */
export function labelKeysOf(
  labels: readonly { readonly name: string; readonly shortcut?: string | undefined }[],
  bindings: Bindings,
  screen: Screen,
): ReadonlyMap<string, LabelKey> {
  const taken = chordsOn(bindings, actionsOn(screen))
  const keys = new Map<string, LabelKey>()
  for (const { name, shortcut } of labels) {
    const own = shortcut ? parseChord(shortcut) : undefined
    if (own === undefined) continue
    const chord = [own, writeChord({ alt: true }, readChord(own).key)].find((one) => !taken.has(one))
    if (chord === undefined) continue
    taken.add(chord)
    keys.set(name, { chord, moved: chord !== own })
  }
  return keys
}

/**
 * Digits that choose labels where nothing else has them, by name: a label's own digit first, then those left over for the
 * first ten labels by their place.
 */
export function digitsOfLabels(
  names: readonly string[],
  keys: ReadonlyMap<string, LabelKey>,
): ReadonlyMap<string, string> {
  const owned = names.flatMap((name) => {
    const key = keys.get(name) && readChord(keys.get(name)!.chord).key
    return key !== undefined && /^\d$/.test(key) ? [[name, key] as const] : []
  })
  const digits = new Map(owned)
  const taken = new Set(digits.values())
  for (const [index, name] of names.slice(0, 10).entries()) {
    const digit = `${(index + 1) % 10}`
    if (!digits.has(name) && !taken.has(digit)) digits.set(name, digit)
  }
  return digits
}

const PROPOSED = [...'QWERTZUIOPASDFGHJKLYXCVBNM1234567890']

/** Keys to propose to the label editor: those no command of the screens has, and no other label. */
export function freeLabelKeys(
  shortcuts: readonly string[],
  bindings: Bindings,
  screens: readonly Screen[],
): readonly string[] {
  const taken = chordsOn(bindings, screens.flatMap(actionsOn))
  for (const shortcut of shortcuts) taken.add(parseChord(shortcut) ?? writeChord({}, shortcut))
  return PROPOSED.filter((key) => !taken.has(writeChord({}, key)))
}

function chordsOn(bindings: Bindings, ids: readonly ActionId[]): Set<Chord> {
  return new Set(ids.flatMap((id) => bindings[id].flatMap(expandChord)))
}

import { ACTION_IDS, type ActionId, actionOf, actionsOn, SCREENS, type Screen } from './actions.ts'
import { type Chord, expandChord, parseChord } from './chord.ts'
import { PRESET_NAMES, PRESETS, type Preset } from './presets.ts'
import { type Reserved, reservedFor } from './reserved.ts'

/** What one person has chosen about keys: plain JSON, kept with the other preferences. */
export type KeyPreferences = {
  readonly preset: Preset
  /** Keys that differ from the preset; an empty list takes an action its keys. */
  readonly own: Readonly<Partial<Record<ActionId, readonly Chord[]>>>
  /** Whether keys that type a character do something; off for people who speak to their computer (WCAG 2.1.4). */
  readonly characterKeys: boolean
}

export const DEFAULT_KEYS: KeyPreferences = { preset: 'modelarts', own: {}, characterKeys: true }

/** The keys of every action. */
export type Bindings = Readonly<Record<ActionId, readonly Chord[]>>

/** Reads what was kept, perhaps by another version: what is not understood or not allowed any more is left out. */
export function readKeyPreferences(kept: unknown): KeyPreferences {
  const { preset, own, characterKeys } = Object(kept) as Record<string, unknown>
  const chosen = Object.entries(Object(own) as Record<string, unknown>).flatMap(([id, keys]) => {
    if (!isActionId(id) || !Array.isArray(keys)) return []
    const chords = keys.flatMap((key) => (typeof key === 'string' ? (parseChord(key) ?? []) : []))
    return [[id, chords.filter((chord) => reservedFor(chord) === undefined)] as const]
  })
  return {
    preset: PRESET_NAMES.find((name) => name === preset) ?? DEFAULT_KEYS.preset,
    own: Object.fromEntries(chosen),
    characterKeys: characterKeys !== false,
  }
}

function isActionId(id: string): id is ActionId {
  return (ACTION_IDS as readonly string[]).includes(id)
}

export function bindingsOf({ preset, own }: KeyPreferences): Bindings {
  const theirs: Partial<Record<ActionId, string>> = PRESETS[preset]
  const keysOf = (id: ActionId) =>
    own[id] ?? theirs[id]?.split(' ').map((key) => parseChord(key)!) ?? actionOf(id).chords
  return Object.fromEntries(ACTION_IDS.map((id) => [id, keysOf(id)])) as Bindings
}

export type Conflict = { readonly chord: Chord; readonly screen: Screen; readonly actions: readonly ActionId[] }

/** Keys that would do two things on one screen. */
export function conflictsIn(bindings: Bindings): Conflict[] {
  return (Object.keys(SCREENS) as Screen[]).flatMap((screen) => {
    const users = new Map<Chord, ActionId[]>()
    for (const id of actionsOn(screen)) {
      for (const chord of new Set(bindings[id].flatMap(expandChord)))
        users.set(chord, [...(users.get(chord) ?? []), id])
    }
    return [...users].filter(([, ids]) => ids.length > 1).map(([chord, ids]) => ({ chord, screen, actions: ids }))
  })
}

/** What is to be said about a key while it is recorded for an action. */
export type Judgement =
  | { readonly kind: 'free' }
  | { readonly kind: 'reserved'; readonly by: Reserved }
  /** These would lose it, each on a screen that has both. */
  | { readonly kind: 'taken'; readonly by: readonly ActionId[] }

export function judgeChord(bindings: Bindings, id: ActionId, chord: Chord): Judgement {
  const by = reservedFor(chord)
  if (by !== undefined) return { kind: 'reserved', by }
  const wanted = expandChord(chord)
  const others = new Set(screensOf(id).flatMap((screen) => actionsOn(screen).filter((other) => other !== id)))
  const taken = [...others].filter((other) => bindings[other].some((one) => overlap(one, wanted)))
  return taken.length === 0 ? { kind: 'free' } : { kind: 'taken', by: taken }
}

/** Gives an action its keys; those it takes from others of its screens are theirs no more. */
export function assignChords(preferences: KeyPreferences, id: ActionId, chords: readonly Chord[]): KeyPreferences {
  const bindings = bindingsOf(preferences)
  const wanted = chords.flatMap(expandChord)
  const own: Partial<Record<ActionId, readonly Chord[]>> = { ...preferences.own, [id]: [...chords] }
  for (const other of new Set(screensOf(id).flatMap(actionsOn))) {
    if (other === id || !bindings[other].some((one) => overlap(one, wanted))) continue
    own[other] = bindings[other].filter((one) => !overlap(one, wanted))
  }
  return { ...preferences, own }
}

/** Gives an action the keys of the preset back; others may lose them by that. */
export function resetChords(preferences: KeyPreferences, id: ActionId): KeyPreferences {
  const { [id]: _, ...own } = preferences.own
  const preset = bindingsOf({ ...preferences, own: {} })
  const { [id]: __, ...others } = assignChords({ ...preferences, own }, id, preset[id]).own
  return { ...preferences, own: others }
}

function overlap(chord: Chord, wanted: readonly Chord[]): boolean {
  return expandChord(chord).some((one) => wanted.includes(one))
}

function screensOf(id: ActionId): Screen[] {
  return (Object.keys(SCREENS) as Screen[]).filter((screen) => actionsOn(screen).includes(id))
}

import { type ActionId, actionOf, actionsOn, SCREENS, type Screen, type Section } from './actions.ts'
import type { Bindings } from './bindings.ts'
import type { Chord } from './chord.ts'

/** An action with its keys; its words are `keys:actions.<id>` of the catalogue. */
export type SheetRow = { readonly id: ActionId; readonly chords: readonly Chord[] }

/** A heading, `keys:sections.<section>`, and what stands below it. */
export type SheetPart = { readonly section: Section; readonly rows: readonly SheetRow[] }

/** What `?` shows: all keys of a screen. */
export function keySheetOf(bindings: Bindings, screen: Screen): SheetPart[] {
  return SCREENS[screen].map((section) => ({
    section,
    rows: actionsOn(screen)
      .filter((id) => actionOf(id).section === section)
      .map((id) => ({ id, chords: bindings[id] })),
  }))
}

/** What the command palette offers: actions that make sense without their key, also those that have none. */
export function paletteOf(bindings: Bindings, screen: Screen): SheetRow[] {
  return actionsOn(screen)
    .filter((id) => !actionOf(id).keyOnly && id !== 'palette')
    .map((id) => ({ id, chords: bindings[id] }))
}

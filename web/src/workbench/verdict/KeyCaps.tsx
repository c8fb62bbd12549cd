import type { ActionId } from '#web/keys/actions.ts'
import { Caps } from '#web/keys/Caps.tsx'
import { expandChord, readChord } from '#web/keys/chord.ts'
import { useKeys } from '#web/keys/KeysRegion.tsx'

/** The first key of an action as this person has it; of a family of digits the one of `digit`. */
export function KeyCaps({ action, digit }: { action: ActionId; digit?: number }) {
  const [first] = useKeys().bindings[action]
  const chord =
    digit === undefined ? first : first && expandChord(first).find((one) => readChord(one).key === String(digit))
  return chord === undefined ? null : <Caps chord={chord} />
}

import { colourOfLabel, nextColours } from './colours.ts'
import type { LabelDefinition } from './label-set.ts'
import { keys } from './property-keys.ts'

/**
 * Definitions that come into being through data, which tells no colours: each gets one that no other label of the dataset has. Who
 * defines a label himself says its colour, or that it has none (behaviour 4).
 */
export function withColours(created: readonly LabelDefinition[], there: readonly LabelDefinition[]): LabelDefinition[] {
  if (created.length === 0) return []
  const used = there.map(({ name, property }) => colourOfLabel(name, property[keys.color]))
  const colours = nextColours(used, created.length)
  return created.map((definition, index) => {
    return { ...definition, property: { ...definition.property, [keys.color]: colours[index]! } }
  })
}

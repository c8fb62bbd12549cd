import { LabelType } from '#contract/codes.ts'
import type { Label } from '#contract/labels.ts'
import { colourOfLabel } from '#core/labels/colours.ts'
import type { WorkLabel } from '#web/workbench/document/label.ts'
import type { LabelChoice } from './span-edits.ts'
import { coversText } from './spans.ts'

/** A label set as the workbench for texts asks it. */
export type LabelSet = {
  readonly entities: readonly LabelChoice[]
  readonly relations: readonly LabelChoice[]
  /** As `#rrggbb`; the vendor's blue for a label the set does not know. */
  colourOf(label: Pick<WorkLabel, 'name' | 'type'>): string
  definitionOf(label: Pick<WorkLabel, 'name' | 'type'>): Label | undefined
}

export function labelSetOf(labels: readonly Label[]): LabelSet {
  const choices = labels.flatMap(({ name, type }) => (name === undefined || type === undefined ? [] : [{ name, type }]))
  const definitionOf: LabelSet['definitionOf'] = (wanted) =>
    labels.find(
      ({ name, type }) =>
        name === wanted.name &&
        (wanted.type === undefined || (type === LabelType.tripletRelation) === isRelation(wanted.type)),
    )
  const colours = new Map<string, string>()
  return {
    entities: choices.filter(({ type }) => coversText(type)),
    relations: choices.filter(({ type }) => isRelation(type)),
    colourOf(label) {
      const key = `${isRelation(label.type)} ${label.name}`
      const known = colours.get(key)
      if (known !== undefined) return known
      const colour = colourOfLabel(label.name, definitionOf(label)?.property?.['@modelarts:color'])
      colours.set(key, colour)
      return colour
    },
    definitionOf,
  }
}

function isRelation(type: LabelType | undefined): boolean {
  return type === LabelType.tripletRelation
}

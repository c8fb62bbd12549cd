import { LabelType } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { quote } from '#contract/text.ts'
import { type Fault, faultAt } from './fault.ts'
import type { StoredLabel } from './label.ts'
import type { LabelSet } from './label-set.ts'
import { keys } from './property-keys.ts'

/**
 * Finishes the labels of one triplet sample: gives missing ids (E1, E2… for entities, R1… for relations, never one that
 * is taken) and checks that the ends of every relation are entities of the names its definition asks for (behaviour
 * 4.5). A relation can only mean an id that was sent, so ids given here are no ends. `names` stands beside `labels`.
 */
export function finishTriplets(labels: StoredLabel[], names: readonly string[], labelSet: LabelSet): Fault | undefined {
  const indexes = new Map<string, number>()
  for (const [index, { id }] of labels.entries()) {
    if (id === undefined) continue
    if (id === '') return faultAt(`labels[${index}].id`, errors.labelRule, 'must not be empty')
    if (indexes.has(id))
      return faultAt(`labels[${index}].id`, errors.labelRule, `${quote(id)} occurs twice in the sample`)
    indexes.set(id, index)
  }
  for (const [index, label] of labels.entries()) {
    if (label.type !== LabelType.tripletRelation) continue
    const wanted = labelSet.byKey(label.label_key!)?.property
    const fault =
      faultOfEnd(keys.from, wanted?.[keys.fromType], label) ?? faultOfEnd(keys.to, wanted?.[keys.toType], label)
    if (fault !== undefined) return { ...fault, at: `labels[${index}].${fault.at}` }
  }
  assignIds(labels, indexes)
  return undefined

  function faultOfEnd(key: string, wantedName: string | undefined, relation: StoredLabel): Fault | undefined {
    const id = relation.property[key] as string
    const index = indexes.get(id)
    if (index === undefined || labels[index]!.type !== LabelType.tripletEntity) {
      return faultAt(`property.${key}`, errors.tripletEndMissing, `${quote(id)} is no entity of this sample`)
    }
    if (wantedName === undefined || names[index] === wantedName) return undefined
    return faultAt(
      `property.${key}`,
      errors.tripletEndMissing,
      `must be an entity ${quote(wantedName)}, ${quote(id)} is ${quote(names[index]!)}`,
    )
  }
}

function assignIds(labels: StoredLabel[], taken: ReadonlyMap<string, number>): void {
  const numbers = { E: 0, R: 0 }
  for (const label of labels) {
    if (label.id !== undefined) continue
    const letter = label.type === LabelType.tripletEntity ? 'E' : 'R'
    do label.id = `${letter}${++numbers[letter]}`
    while (taken.has(label.id))
  }
}

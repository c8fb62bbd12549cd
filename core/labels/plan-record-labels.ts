import { LabelType } from '#contract/codes.ts'
import type { SampleLabel } from '#contract/samples.ts'
import { isRefusal } from '#core/refusal.ts'
import { readAttributeList } from './definition-attributes.ts'
import type { LabelChanges } from './definition-changes.ts'
import { type LabelInput, type LabelSituation, planCreateLabels, planUpdateLabels } from './definitions.ts'
import { type LabelSet, labelSetOf } from './label-set.ts'
import { keyOf } from './missing-labels.ts'
import { isExtensionKey, isFreeKey, keys, typedKeys } from './property-keys.ts'
import { withColours } from './with-colours.ts'

type Wanted = { name: string; type: number; attributes: Set<string>; ends?: { from: string; to: string } }

/** Whether records ask for definitions, or attributes of them, that a dataset lacks. */
export function lacksLabels(known: LabelSet, records: readonly (readonly SampleLabel[])[]): boolean {
  const { missing, lacking } = compare(known, records)
  return missing.length + lacking.length > 0
}

/**
 * The definitions that data from outside need and the dataset lacks (formats 7): labels nobody has defined, with the ends of a
 * relation as they are met first, and attributes nobody has defined, as texts. Labels are called as in the data, be it `traffic
 * light`, and have a colour that no other has. What cannot be defined is left out, and the labels that need it are refused when
 * they are read. `labelSet` is the set with the changes.
 */
export function planRecordLabels(
  situation: LabelSituation,
  records: readonly (readonly SampleLabel[])[],
): { changes: LabelChanges; labelSet: LabelSet } {
  const known = labelSetOf(situation.definitions)
  const { missing, lacking } = compare(known, records)
  // Entities come first: relations name them.
  missing.sort((a, b) => Number(a.type === LabelType.tripletRelation) - Number(b.type === LabelType.tripletRelation))
  const planned = planCreateLabels({ ...situation, anyNames: true }, missing.map(inputOf)).changes
  const created = withColours(planned.created, situation.definitions)
  const updates = lacking.map((wanted) => {
    const { attributes } = known.find(wanted.name, wanted.type)!
    const names = [...wanted.attributes].filter((name) => !attributes.some((one) => one.name === name))
    return { ...inputOf(wanted), attributes: [...attributes, ...names.map(textAttribute)], property: null }
  })
  const { changed } = planUpdateLabels(situation, updates).changes
  const changes = { ...planned, created, changed }
  const rest = situation.definitions.filter(({ label_key }) => !changed.some((one) => one.label_key === label_key))
  return { changes, labelSet: labelSetOf([...rest, ...changed, ...created]) }
}

function compare(known: LabelSet, records: readonly (readonly SampleLabel[])[]) {
  const missing: Wanted[] = []
  const lacking: Wanted[] = []
  for (const wanted of wantedIn(records).values()) {
    const definition = known.find(wanted.name, wanted.type)
    if (definition === undefined) missing.push(wanted)
    else if (!isSubset(wanted.attributes, definition.attributes)) lacking.push(wanted)
  }
  return { missing, lacking }
}

function wantedIn(records: readonly (readonly SampleLabel[])[]): Map<string, Wanted> {
  const found = new Map<string, Wanted>()
  for (const labels of records) {
    for (const { name, type, property = {} } of labels) {
      if (name === undefined || type === undefined) continue
      const key = keyOf({ name, type })
      const wanted = found.get(key) ?? { name, type, attributes: new Set<string>() }
      found.set(key, wanted)
      for (const attribute of Object.keys(property)) if (isAttribute(attribute)) wanted.attributes.add(attribute)
      if (type === LabelType.tripletRelation) wanted.ends ??= endsOf(labels, property)
    }
  }
  return found
}

function endsOf(labels: readonly SampleLabel[], property: NonNullable<SampleLabel['property']>): Wanted['ends'] {
  const nameOf = (id: unknown) => labels.find((label) => label.id !== undefined && label.id === id)?.name
  const [from, to] = [nameOf(property[keys.from]), nameOf(property[keys.to])]
  return from === undefined || to === undefined ? undefined : { from, to }
}

function inputOf({ name, type, attributes, ends }: Wanted): LabelInput {
  return {
    name,
    type,
    attributes: [...attributes].map(textAttribute),
    ...(ends && { property: { [keys.fromType]: ends.from, [keys.toType]: ends.to } }),
  }
}

const textAttribute = (name: string) => ({ name, type: 'text' }) as const

/** Names that no attribute can have are left out: the label itself is defined all the same. */
function isAttribute(key: string): boolean {
  if (typedKeys.has(key) || isFreeKey(key) || isExtensionKey(key)) return false
  return !isRefusal(readAttributeList([textAttribute(key)], { old: [], newId: () => '', idsMustExist: false }, []))
}

function isSubset(names: ReadonlySet<string>, attributes: readonly { name: string }[]): boolean {
  return [...names].every((name) => attributes.some((one) => one.name === name))
}

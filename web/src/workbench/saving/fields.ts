import type { Content, WorkLabel } from '#web/workbench/document/label.ts'
import { areEqual } from '#web/workbench/document/step.ts'

/** What a label says, field by field; keys of its property are fields of their own. Who annotated is the server's. */
export type Fields = ReadonlyMap<string, unknown>

const PROPERTY = 'property.'

export function fieldsOf(label: WorkLabel | undefined): Fields {
  if (label === undefined) return new Map()
  const { name, type, place, score, property } = label
  const own = Object.entries({ name, type, place, score }).filter(([, value]) => value !== undefined)
  return new Map([...own, ...Object.entries(property).map(([key, value]) => [PROPERTY + key, value] as const)])
}

/** The label with other values in some fields; undefined takes a field away. */
export function withFields(label: WorkLabel, values: Fields): WorkLabel {
  const fields: Record<string, unknown> = { ...label }
  const property: Record<string, unknown> = { ...label.property }
  for (const [field, value] of values) {
    const inProperty = field.startsWith(PROPERTY)
    const [owner, key] = inProperty ? [property, field.slice(PROPERTY.length)] : [fields, field]
    if (value === undefined) delete owner[key]
    else owner[key] = value
  }
  return { ...fields, property } as WorkLabel
}

/** Whether two labels say the same, whatever their ids. A type that one side left to the dataset is the other's. */
export function saySame(one: WorkLabel, other: WorkLabel): boolean {
  const left = fieldsOf(one)
  const right = fieldsOf(other)
  const keys = new Set([...left.keys(), ...right.keys()])
  if (one.type === undefined || other.type === undefined) keys.delete('type')
  return [...keys].every((key) => areEqual(left.get(key), right.get(key)))
}

/** Whether two contents say the same: the same labels in the same order, and the same metadata. */
export function sameContent(one: Content, other: Content): boolean {
  if (one.labels.length !== other.labels.length || !areEqual(one.metadata, other.metadata)) return false
  return one.labels.every((label, index) => saySame(label, other.labels[index]!))
}

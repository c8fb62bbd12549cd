import { errors, type Refusal } from '#contract/errors.ts'
import { quote } from '#contract/text.ts'
import { refuseField, type Steps } from '#core/field-refusal.ts'
import { isRefusal } from '#core/refusal.ts'
import type { LabelAttribute } from './label-set.ts'

/** An attribute as a client sends it. */
export type AttributeInput = {
  id?: string | null
  name?: string | null
  type?: string | null
  default_value?: string | null
  values?: readonly ValueInput[] | null
}
type LabelAttributeValue = NonNullable<LabelAttribute['values']>[number]
type ValueInput = { id?: string | null; value?: string | null }

export type AttributeRules = {
  /** What the definition holds so far: a given id, else an equal name and type, keeps the id and what labels carry. */
  old: readonly LabelAttribute[]
  newId: () => string
  /** An update may not name ids that do not exist (E4430); when a label is created, ids are the server's alone. */
  idsMustExist: boolean
}

const longestName = 64
const forbiddenInName = /[!<>=&"'\p{Cc}]/u
/** Keys of a label's property that are not attributes, and keys no body may carry. */
const reservedName = /^(?:@modelarts:|@muster:)|^(?:__proto__|constructor|prototype)$/

/**
 * The attribute list of a definition as it is stored, from the list a client sent (behaviour 7): names of 1 to 64 code
 * points, E4428 for a name and E4429 for a value given twice, E4430 for what does not exist, E4396 for the rest.
 */
export function readAttributeList(
  given: readonly AttributeInput[],
  rules: AttributeRules,
  at: Steps,
): LabelAttribute[] | Refusal {
  const matches = matchById(given, rules.old, rules.idsMustExist, at)
  if (isRefusal(matches)) return matches
  const claimed = new Set(matches)
  const unclaimed = new Map(rules.old.filter((old) => !claimed.has(old)).map((old) => [old.name, old]))
  const names = new Set<string>()
  const attributes: LabelAttribute[] = []
  for (const [index, input] of given.entries()) {
    const here = [...at, index]
    const name = readName(input.name, names, here)
    if (isRefusal(name)) return name
    names.add(name)
    const kept = matches[index] ?? sameType(unclaimed.get(name), input)
    const attribute = readAttribute(input, name, kept, rules, here)
    if (isRefusal(attribute)) return attribute
    attributes.push(attribute)
  }
  return attributes
}

function readName(name: string | null | undefined, taken: ReadonlySet<string>, here: Steps): string | Refusal {
  const at = [...here, 'name']
  if (typeof name !== 'string' || name === '') return refuseField(errors.parameterInvalid, at, 'must be given')
  if (Array.from(name).length > longestName) {
    return refuseField(errors.parameterInvalid, at, `must have at most ${longestName} characters`)
  }
  if (forbiddenInName.test(name)) {
    return refuseField(
      errors.parameterInvalid,
      at,
      `${quote(name)} must not contain ! < > = & " ' or control characters`,
    )
  }
  if (reservedName.test(name)) return refuseField(errors.parameterInvalid, at, `${quote(name)} is reserved`)
  if (taken.has(name)) return refuseField(errors.attributeNameTaken, at, `${quote(name)} is given twice`)
  return name
}

function readAttribute(
  input: AttributeInput,
  name: string,
  kept: LabelAttribute | undefined,
  { newId, idsMustExist }: AttributeRules,
  here: Steps,
): LabelAttribute | Refusal {
  const type = typeOf(input, kept)
  if (type !== 'text' && type !== 'select')
    return refuseField(errors.parameterInvalid, [...here, 'type'], 'must be text or select')
  if (kept !== undefined && kept.type !== type) {
    const text = `cannot change from ${kept.type} to ${type}; leave out the id to replace the attribute`
    return refuseField(errors.parameterInvalid, [...here, 'type'], text)
  }
  const attribute: LabelAttribute = { id: kept?.id ?? newId(), name, type }
  if (input.default_value) attribute.default_value = input.default_value
  const given = input.values ?? []
  const at = [...here, 'values']
  if (type === 'text') {
    if (given.length > 0) return refuseField(errors.parameterInvalid, at, 'belong to an attribute of type select only')
    return attribute
  }
  const values = readValues(given, { old: kept?.values ?? [], newId, idsMustExist }, at)
  if (isRefusal(values)) return values
  attribute.values = values
  if (attribute.default_value !== undefined && !values.some(({ value }) => value === attribute.default_value)) {
    const text = `${quote(attribute.default_value)} is not one of the values`
    return refuseField(errors.attributeUnknown, [...here, 'default_value'], text)
  }
  return attribute
}

function sameType(old: LabelAttribute | undefined, input: AttributeInput): LabelAttribute | undefined {
  return old?.type === typeOf(input, old) ? old : undefined
}

/** A missing type is that of the attribute meant, else what the presence of values says. */
function typeOf(input: AttributeInput, kept: LabelAttribute | undefined): string {
  return input.type ?? kept?.type ?? (input.values?.length ? 'select' : 'text')
}

function readValues(
  given: readonly ValueInput[],
  rules: { old: readonly LabelAttributeValue[]; newId: () => string; idsMustExist: boolean },
  at: Steps,
): LabelAttributeValue[] | Refusal {
  if (given.length === 0) return refuseField(errors.parameterInvalid, at, 'a select attribute needs at least one value')
  const matches = matchById(given, rules.old, rules.idsMustExist, at)
  if (isRefusal(matches)) return matches
  const claimed = new Set(matches)
  const unclaimed = new Map(rules.old.filter((old) => !claimed.has(old)).map((old) => [old.value, old]))
  const seen = new Set<string>()
  const values: LabelAttributeValue[] = []
  for (const [index, { value }] of given.entries()) {
    const here = [...at, index, 'value']
    if (typeof value !== 'string' || value === '') return refuseField(errors.parameterInvalid, here, 'must be given')
    if (seen.has(value)) return refuseField(errors.attributeValueTaken, here, `${quote(value)} is given twice`)
    seen.add(value)
    const kept = matches[index] ?? unclaimed.get(value)
    values.push({ id: kept?.id ?? rules.newId(), value })
  }
  return values
}

/** For each given thing the stored one its id names. */
function matchById<Stored extends { id?: string }>(
  given: readonly { id?: string | null }[],
  old: readonly Stored[],
  idsMustExist: boolean,
  at: Steps,
): (Stored | undefined)[] | Refusal {
  const byId = new Map(old.map((stored) => [stored.id, stored]))
  const used = new Set<Stored>()
  const matches: (Stored | undefined)[] = []
  for (const [index, { id }] of given.entries()) {
    const stored = id ? byId.get(id) : undefined
    const here = [...at, index, 'id']
    if (id && stored === undefined && idsMustExist)
      return refuseField(errors.attributeUnknown, here, `${quote(id)} does not exist`)
    if (stored !== undefined && used.has(stored))
      return refuseField(errors.parameterInvalid, here, `${quote(id!)} is given twice`)
    if (stored !== undefined) used.add(stored)
    matches.push(stored)
  }
  return matches
}

import { DatasetType, LabelType } from '#contract/codes.ts'
import { faultOfText, quote } from '#contract/text.ts'
import { isObject, type JsonObject, ownFieldsOf } from '#core/formats/json-object.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import { keys } from '#core/labels/property-keys.ts'
import { readRegion } from './read-region.ts'
import { readSaid } from './read-said.ts'
import { type Group, idOf, isMadeUp, namesOf, type ResultRules, tell, textOf } from './results.ts'
import { choicesKey, isClassified } from './words.ts'

/**
 * The labels of an annotation, in the order of its results, or the end of a sentence about what is wrong with one
 * (formats 11). Whether relations have their ends is the question of `dropLooseEnds`.
 */
export function readResults(results: readonly unknown[], rules: ResultRules): RecordLabel[] | string {
  const groups = groupResults(results)
  if (typeof groups === 'string') return groups
  const labels: RecordLabel[] = []
  for (const group of groups) {
    const read = readGroup(group, rules)
    if (typeof read === 'string') return `has a result ${shownId(group)} that ${read}`
    labels.push(...read)
  }
  return isClassified(rules.dataset_type) ? withoutDoubles(labels) : labels
}

/** Relations whose ends are no entities that were read are taken out and told. */
export function dropLooseEnds(labels: readonly RecordLabel[], ignored: string[]): RecordLabel[] {
  const ids = new Set(labels.flatMap(({ id, property }) => (id && property?.[keys.from] === undefined ? [id] : [])))
  return labels.filter(({ name = '', property = {} }) => {
    const { [keys.from]: from, [keys.to]: to } = property
    const isWhole = from === undefined || (from !== to && ids.has(from as string) && ids.has(to as string))
    if (!isWhole) ignored.push(`the relation ${quote(name)}, whose ends are no two entities`)
    return isWhole
  })
}

function groupResults(results: readonly unknown[]): Group[] | string {
  const groups: Group[] = []
  const byId = new Map<string, Group>()
  for (const result of results) {
    if (!isObject(result)) return 'has a result that is no object'
    const own = ownFieldsOf(result)
    const id = idOf(own.id)
    const known = id === undefined || own.type === 'relation' ? undefined : byId.get(id)
    if (known) {
      known.results.push(own)
      continue
    }
    const group = { ...(id !== undefined && { id }), results: [own] }
    groups.push(group)
    if (id !== undefined && own.type !== 'relation') byId.set(id, group)
  }
  return groups
}

function readGroup(group: Group, rules: ResultRules): RecordLabel[] | string {
  const [first] = group.results
  if (first!.type === 'relation') return readRelation(first!, rules)
  const { dataset_type } = rules
  if (!isClassified(dataset_type) && dataset_type !== DatasetType.speechContent) return readRegion(group, rules)
  const labels: RecordLabel[] = []
  for (const result of group.results) {
    const { type, value } = result
    const own = ownFieldsOf(value)
    const isWhole = own.start === undefined && own.x === undefined && own.points === undefined
    let read: RecordLabel[] | string | undefined
    if (type === 'choices' && isClassified(dataset_type) && isWhole) read = readChoices(result, own.choices, rules)
    if (type === 'textarea' && !isClassified(dataset_type) && isWhole) read = readContent(result, own.text, rules)
    if (typeof read === 'string') return read
    if (read === undefined) tell(result, rules.ignored)
    else labels.push(...read)
  }
  return labels
}

function readChoices(result: JsonObject, choices: unknown, rules: ResultRules): RecordLabel[] | string {
  const names = namesOf(choices)
  if (typeof names === 'string') return names
  const meta = isObject(result.meta) ? result.meta : {}
  const given = Object.hasOwn(meta, choicesKey) ? meta[choicesKey] : undefined
  const mores = Array.isArray(given) && given.length === names.length ? given : names.map(() => result)
  const labels: RecordLabel[] = []
  for (const [i, name] of names.entries()) {
    const more = ownFieldsOf(mores[i])
    const property = new Map<string, unknown>()
    const said = readSaid(more, property, rules)
    if (typeof said === 'string') return said
    const id = mores[i] === result ? undefined : idOf(more.id)
    labels.push({
      name,
      type: rules.dataset_type as LabelType,
      ...(id !== undefined && { id }),
      ...said,
      property: Object.fromEntries(property),
    })
  }
  return labels
}

function readContent(result: JsonObject, text: unknown, rules: ResultRules): RecordLabel[] | string {
  const content = textOf(text)
  if (content === undefined) return 'has no text'
  const property = new Map<string, unknown>()
  const said = readSaid(result, property, rules)
  if (typeof said === 'string') return said
  const fault = faultOfText(content)
  if (fault !== undefined) return `holds ${fault}`
  property.set(keys.content, content)
  const id = idOf(result.id)
  return [
    {
      type: rules.dataset_type as LabelType,
      ...(id !== undefined && !isMadeUp(id) && { id }),
      ...said,
      property: Object.fromEntries(property),
    },
  ]
}

function readRelation(result: JsonObject, rules: ResultRules): RecordLabel[] | string {
  const [one, other] = [idOf(result.from_id), idOf(result.to_id)]
  if (rules.dataset_type !== DatasetType.textTriplets) {
    tell(result, rules.ignored)
    return []
  }
  if (one === undefined || other === undefined) return 'does not say what the relation joins'
  const names = namesOf(result.labels ?? [])
  if (typeof names === 'string') return names
  if (names.length === 0) rules.ignored.push(`the relation of ${quote(one)} and ${quote(other)}, which has no name`)
  if (result.direction === 'bi') rules.ignored.push(`that the relation of ${quote(one)} and ${quote(other)} is mutual`)
  const [from, to] = result.direction === 'left' ? [other, one] : [one, other]
  const property = new Map<string, unknown>()
  const said = readSaid(result, property, rules)
  if (typeof said === 'string') return said
  const id = idOf(result.id)
  property.set(keys.from, from).set(keys.to, to)
  return names.map((name, index) => ({
    name,
    type: LabelType.tripletRelation,
    ...(id !== undefined && index === 0 && { id }),
    ...said,
    property: Object.fromEntries(property),
  }))
}

function shownId({ id }: Group): string {
  return id === undefined ? 'without an id' : quote(id)
}

function withoutDoubles(labels: readonly RecordLabel[]): RecordLabel[] {
  const seen = new Set<string | undefined>()
  return labels.filter(({ name }) => seen.size < seen.add(name).size)
}

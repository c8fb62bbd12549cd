import { DatasetType, LabelType, SAMPLE_USAGES, type SampleUsage } from '#contract/codes.ts'
import { faultOfText, quote } from '#contract/text.ts'
import { idKey, usageKey } from '#core/formats/extension-keys.ts'
import { FileFault } from '#core/formats/files.ts'
import type { ReadOptions } from '#core/formats/format.ts'
import { parseJsonLine } from '#core/formats/json-line.ts'
import { faultOfValue, isObject, type JsonObject, ownFieldsOf } from '#core/formats/json-object.ts'
import { type ReadRecord, type RecordLabel, type SampleRecord, withIgnored } from '#core/formats/record.ts'
import { readSpan } from '#core/formats/text-span.ts'
import { keys } from '#core/labels/property-keys.ts'
import { type Columns, entitiesKey, isMetadata, readId, relationsKey } from './columns.ts'

type Problem = (reason: string) => FileFault

/** The sample of a line. A line that is wrong in any part is told and left out: half of its labels would say something else. */
export function readJsonLine(
  text: string,
  place: { path: string; line: number },
  columns: Columns,
  options: ReadOptions,
): ReadRecord {
  const given = new Map(Object.entries(parseJsonLine(text, place)).filter(([, value]) => value !== null))
  const problem: Problem = (reason) => new FileFault(place.path, reason, place.line)
  const sample = readText(given.get(columns.text), columns.text, problem)
  const labels = new LineLabels(sample, options, problem).read(given, columns)
  const id = readText(given.get(idKey) ?? 'none', idKey, problem)
  const usage = readUsage(given.get(usageKey), problem)
  const metadata: JsonObject = Object.fromEntries([...given].filter(([key]) => isMetadata(key, columns)))
  const fault = faultOfValue(metadata)
  if (fault !== undefined) throw problem(`holds ${fault}`)
  const read = [columns.text, columns.label, idKey, usageKey, ...Object.keys(metadata)]
  const isText = options.dataset_type !== DatasetType.textClassification
  if (isText) read.push(entitiesKey)
  if (options.dataset_type === DatasetType.textTriplets) read.push(relationsKey)
  const ignored = [...given.keys()].filter((key) => !read.includes(key))
  const record: SampleRecord = {
    ...place,
    text: sample,
    ...(given.has(idKey) && { id }),
    ...(usage && { usage }),
    labels,
    metadata,
  }
  return withIgnored(record, ignored)
}

function readText(value: unknown, name: string, problem: Problem): string {
  if (typeof value !== 'string') throw problem(`has no text under ${quote(name)}`)
  const fault = faultOfText(value)
  if (fault !== undefined) throw problem(`holds ${fault} under ${quote(name)}`)
  if (value.trim() === '') throw problem(`has an empty text under ${quote(name)}`)
  return value
}

function readUsage(value: unknown, problem: Problem): SampleUsage | undefined {
  const usage = SAMPLE_USAGES.find((one) => one === value)
  if (value !== undefined && usage === undefined) {
    throw problem(`has a ${usageKey} that is none of ${SAMPLE_USAGES.join(', ')}`)
  }
  return usage
}

/** Reads the labels of a line in the order of its keys. */
class LineLabels {
  readonly #text: string
  readonly #options: ReadOptions
  readonly #problem: Problem
  readonly #ids = new Set<string>()

  constructor(text: string, options: ReadOptions, problem: Problem) {
    this.#text = text
    this.#options = options
    this.#problem = problem
  }

  read(given: ReadonlyMap<string, unknown>, columns: Columns): RecordLabel[] {
    const { dataset_type } = this.#options
    const labels: RecordLabel[] = []
    for (const [key, value] of given) {
      if (key === columns.label) labels.push(...this.#labels(key, value))
      else if (dataset_type === DatasetType.textClassification) continue
      else if (key === entitiesKey) labels.push(...this.#list(key, value, (one, name) => this.#entity(one, name)))
      else if (key === relationsKey && dataset_type === DatasetType.textTriplets) {
        labels.push(...this.#list(key, value, (one, name) => this.#relation(one, name)))
      }
    }
    for (const { property = {} } of labels) {
      for (const end of [property[keys.from], property[keys.to]]) {
        if (end !== undefined && !this.#ids.has(end as string)) {
          throw this.#problem(`has a relation of ${quote(end as string)}, which no entity is called`)
        }
      }
    }
    return labels
  }

  /** Names, or a single one, for texts as a whole; [start, end, name] for entities. */
  #labels(key: string, value: unknown): RecordLabel[] {
    if (this.#options.dataset_type !== DatasetType.textClassification) {
      return this.#list(key, value, (one, name) => {
        if (!Array.isArray(one) || one.length !== 3) throw this.#problem(`has no [start, end, label] in ${name}`)
        return this.#span([one[0], one[1]], one[2], name)
      })
    }
    const names = new Set(
      this.#list(key, typeof value === 'string' ? [value] : value, (one, name) => this.#name(one, name)),
    )
    return [...names].map((name) => ({ name, type: LabelType.textClassification, property: {} }))
  }

  #list<T>(key: string, value: unknown, read: (one: unknown, name: string) => T): T[] {
    if (!Array.isArray(value)) throw this.#problem(`has no list under ${quote(key)}`)
    return value.map((one, index) => read(one, `${key}[${index}]`))
  }

  #entity(given: unknown, name: string): RecordLabel {
    if (!isObject(given)) throw this.#problem(`has no object in ${name}`)
    const { id, start_offset, end_offset, label } = ownFieldsOf(given)
    return { ...this.#span([start_offset, end_offset], label, name), ...this.#id(id, 'E', name) }
  }

  #relation(given: unknown, name: string): RecordLabel {
    if (!isObject(given)) throw this.#problem(`has no object in ${name}`)
    const { id, from_id, to_id, type } = ownFieldsOf(given)
    const [from, to] = [readId(from_id, 'E'), readId(to_id, 'E')]
    if (from === undefined || to === undefined) throw this.#problem(`does not say what ${name} joins`)
    return {
      name: this.#name(type, name),
      type: LabelType.tripletRelation,
      ...this.#id(id, 'R', name),
      property: { [keys.from]: from, [keys.to]: to },
    }
  }

  #span(ends: [unknown, unknown], label: unknown, name: string): RecordLabel {
    const { text_offset_unit: unit = 'code_point', dataset_type } = this.#options
    const isPlace = ends.every((end) => Number.isSafeInteger(end) && (end as number) >= 0)
    const span = isPlace ? readSpan(this.#text, ends as [number, number], unit) : undefined
    if (!span) throw this.#problem(`has offsets in ${name} that are no part of its text`)
    return {
      name: this.#name(label, name),
      type: dataset_type === DatasetType.textTriplets ? LabelType.tripletEntity : LabelType.namedEntity,
      property: { [keys.startIndex]: span[0], [keys.endIndex]: span[1] },
    }
  }

  #name(value: unknown, name: string): string {
    if (typeof value !== 'string' || value === '') throw this.#problem(`has no name of a label in ${name}`)
    const fault = faultOfText(value)
    if (fault !== undefined) throw this.#problem(`holds ${fault} in ${name}`)
    return value
  }

  #id(given: unknown, letter: 'E' | 'R', name: string): { id?: string } {
    if (given === undefined || given === null) return {}
    const id = readId(given, letter)
    const fault = id === undefined ? 'is neither a text nor a number' : faultOfText(id) && 'cannot be stored'
    if (fault || id === undefined) throw this.#problem(`has an id in ${name} that ${fault}`)
    if (this.#ids.has(id)) throw this.#problem(`has an id in ${name} that comes twice`)
    this.#ids.add(id)
    return { id }
  }
}

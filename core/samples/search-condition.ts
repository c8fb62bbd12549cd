import { errors, type Refusal } from '#contract/errors.ts'
import { parseStrictJson } from '#contract/json.ts'
import { SearchCondition, SearchLabel, SearchLabels, type SearchProp } from '#contract/search-conditions.ts'
import { quote, writePath } from '#contract/text.ts'
import { validator } from '#contract/validate.ts'
import { type ObjectPath, parseObjectPath } from '#core/codecs/object-path.ts'
import { refuseField, type Steps } from '#core/field-refusal.ts'
import { isRefusal } from '#core/refusal.ts'
import { parseSampleTime } from './sample-time.ts'

/**
 * What a search asks of a sample, whatever way it was written. `all` of nothing holds for every sample, `any` of nothing
 * for none. The meaning of each leaf is `matchesSearchCondition`; whoever translates the tree must agree with it.
 */
export type SearchTree =
  | { kind: 'all' | 'any'; of: SearchTree[] }
  | { kind: 'sample_name' | 'labeler'; value: string }
  | { kind: 'sample_dir'; path: ObjectPath }
  /** Epoch milliseconds, `to` excluded. */
  | { kind: 'sample_time'; from: number; to: number }
  | { kind: 'hard'; value: boolean }
  /** Both ends included. */
  | { kind: 'coefficient' | 'score'; min: number; max: number }
  | { kind: 'metadata'; key: string; values: Values }
  | { kind: 'label'; name?: string; type?: number; op: Op; attributes: { name: string; values: Values }[] }

type Op = 'AND' | 'OR'
/** Accepted values; null means any value. */
type Values = string[] | null

/** The conditions as they were sent, to be stored and echoed, and what they mean at the moment of asking. */
export type Search = { conditions: SearchCondition[]; tree: SearchTree }

export type SearchOptions = {
  /** The parameter, for messages: `search_conditions`, or in a body `export_params.search_conditions`. */
  field: string
  /** Epoch milliseconds. */
  now: number
  /** How several conditions are joined: AND in lists and team tasks (D15), OR in exports. */
  join?: Op
}

/** Conditions, and leaves and values in all of them, one search may hold: enough for every form, few enough for every database. */
export const mostTerms = 500

/** The search a query or body carries as JSON text, one condition or a list; no text is no condition. Faults are E4396. */
export function parseSearchConditions(text: string | undefined, options: SearchOptions): Search | Refusal {
  if (text === undefined || text === '') return readSearchConditions([], options)
  const parsed = parseStrictJson(text)
  if ('refused' in parsed) return refuse([options.field], parsed.refused)
  return readSearchConditions(parsed.value, options)
}

/** The same for conditions that are parsed already, as a body with a list of objects has them. */
export function readSearchConditions(value: unknown, { field, now, join = 'AND' }: SearchOptions): Search | Refusal {
  const list = Array.isArray(value) ? value : [value]
  const steps = field.split('.')
  const tooMany = refuse(steps, `asks for more than ${mostTerms} things at once`)
  if (list.length > mostTerms) return tooMany
  const conditions: SearchCondition[] = []
  const parts: SearchTree[] = []
  for (const [index, given] of list.entries()) {
    const at = list === value ? [...steps, index] : steps
    const part = readCondition(given, now, at)
    if (isRefusal(part)) return part
    conditions.push(given as SearchCondition)
    parts.push(part)
  }
  const tree: SearchTree = { kind: join === 'OR' && parts.length > 0 ? 'any' : 'all', of: parts }
  return termsOf(tree) <= mostTerms ? { conditions, tree } : tooMany
}

const validate = validator(SearchCondition)

function readCondition(given: unknown, now: number, at: Steps): SearchTree | Refusal {
  if (!isObject(given)) return refuse(at, 'must be an object')
  const unknown = faultOfKeys(given, Object.keys(SearchCondition.properties), at)
  if (unknown !== undefined) return unknown
  const fault = validate(given)
  if (fault !== null) return errors.parameterInvalid.refusal(`${writePath(at)}.${fault}`)
  const of: SearchTree[] = []
  for (const [name, value] of Object.entries(given)) {
    const read = readers[name as keyof SearchCondition] as Reader<unknown>
    const leaf = read(value, [...at, name], now)
    if (isRefusal(leaf)) return leaf
    of.push(leaf)
  }
  return { kind: 'all', of }
}

type Reader<Value> = (value: Value, at: Steps, now: number) => SearchTree | Refusal

const readers: { [Name in keyof SearchCondition]-?: Reader<NonNullable<SearchCondition[Name]>> } = {
  sample_name: readText('sample_name'),
  labeler: readText('labeler'),
  sample_dir: readDir,
  sample_time: readTime,
  hard: (value) => ({ kind: 'hard', value: value === '1' }),
  coefficient: readRange('coefficient'),
  score: readRange('score'),
  label_list: readLabels,
  metadata: readMetadata,
  // What comes from files of films and of medicine lies in the metadata of a sample, if anywhere.
  import_origin: readMark('@modelarts:import_origin'),
  parent_sample_id: readMark('@modelarts:parent_sample_id'),
  frame_in_video: (value) => ({ kind: 'metadata', key: '@modelarts:frame_in_video', values: [String(value)] }),
  time_in_video: readMark('@modelarts:time_in_video'),
  kvp: readMark('@modelarts:kvp'),
  slice_thickness: readMark('@modelarts:slice_thickness'),
  study_date: readMark('@modelarts:study_date'),
}

function readText(kind: 'sample_name' | 'labeler'): Reader<string> {
  return (value, at) => (value === '' ? refuse(at, 'must not be empty') : { kind, value })
}

function readMark(key: string): Reader<string> {
  return (value, at) => (value === '' ? refuse(at, 'must not be empty') : { kind: 'metadata', key, values: [value] })
}

function readDir(value: string, at: Steps): SearchTree | Refusal {
  const path = parseObjectPath(value)
  if (isRefusal(path)) return refuse(at, path.error_msg)
  return value.endsWith('/') ? { kind: 'sample_dir', path } : refuse(at, 'must end with "/"')
}

function readTime(value: string, at: Steps, now: number): SearchTree | Refusal {
  const span = parseSampleTime(value, now)
  return 'fault' in span ? refuse(at, span.fault) : { kind: 'sample_time', ...span }
}

const range = /^(\d{1,16}(?:\.\d{1,16})?)(?:-(\d{1,16}(?:\.\d{1,16})?))?$/

/** A number from 0 to 1, which has to be met exactly, or two with a hyphen between them, both included. */
function readRange(kind: 'coefficient' | 'score'): Reader<string> {
  return (value, at) => {
    const [, first, last = first] = range.exec(value) ?? []
    const [min, max] = [Number(first), Number(last)]
    if (min <= max && max <= 1) return { kind, min, max }
    return refuse(at, `${quote(value)} must be a number from 0 to 1 or a range such as 0.2-0.8`)
  }
}

function readLabels(value: SearchLabels, at: Steps): SearchTree | Refusal {
  const labels = value.labels ?? []
  const fault = faultOfKeys(value, Object.keys(SearchLabels.properties), at)
  if (fault !== undefined) return fault
  if (labels.length > 1 && value.op === undefined) return refuse([...at, 'op'], 'must be AND or OR for several labels')
  const of: SearchTree[] = []
  for (const [index, label] of labels.entries()) {
    const leaf = readLabel(label, [...at, 'labels', index])
    if (isRefusal(leaf)) return leaf
    of.push(leaf)
  }
  return { kind: value.op === 'OR' && of.length > 0 ? 'any' : 'all', of }
}

function readLabel(label: SearchLabel, at: Steps): SearchTree | Refusal {
  const { name, type, op = 'AND', property = {} } = label
  const fault =
    faultOfKeys(label, Object.keys(SearchLabel.properties), at) ?? faultOfValues(property, [...at, 'property'])
  if (fault !== undefined) return fault
  if (name === '') return refuse([...at, 'name'], 'must not be empty')
  const attributes = Object.entries(property).map(([key, values]) => ({ name: key, values }))
  return { kind: 'label', ...(name !== undefined && { name }), ...(type !== undefined && { type }), op, attributes }
}

function readMetadata({ op = 'AND', props = {}, ...rest }: SearchProp, at: Steps): SearchTree | Refusal {
  const fault = faultOfKeys(rest, [], at) ?? faultOfValues(props, [...at, 'props'])
  if (fault !== undefined) return fault
  const of: SearchTree[] = Object.entries(props).map(([key, values]) => ({ kind: 'metadata', key, values }))
  return { kind: op === 'OR' && of.length > 0 ? 'any' : 'all', of }
}

/** An empty list of accepted values would accept nothing: it is a slip, not a wish. */
function faultOfValues(map: Record<string, Values>, at: Steps): Refusal | undefined {
  const empty = Object.keys(map).find((key) => map[key]?.length === 0)
  return empty === undefined ? undefined : refuse([...at, empty], 'must list a value, or be null for any value')
}

/** Every key that is not on the list gets the same answer, whether or not it means something inside (reliability S7). */
function faultOfKeys(given: object, known: readonly string[], at: Steps): Refusal | undefined {
  const unknown = Object.keys(given).find((key) => !known.includes(key))
  return unknown === undefined ? undefined : refuse([...at, unknown], 'is no search field')
}

function termsOf(tree: SearchTree): number {
  if (tree.kind === 'all' || tree.kind === 'any') return tree.of.reduce((sum, part) => sum + termsOf(part), 0)
  if (tree.kind === 'metadata') return 1 + (tree.values?.length ?? 0)
  if (tree.kind === 'label') return tree.attributes.reduce((sum, { values }) => sum + 1 + (values?.length ?? 0), 1)
  return 1
}

function refuse(at: Steps, text: string): Refusal {
  return refuseField(errors.parameterInvalid, at, text)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

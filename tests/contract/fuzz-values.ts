import fc from 'fast-check'
import type { Store } from '#adapters/sql/store.ts'
import type { Shape } from './wrong-values.ts'

type Ranged = Shape & {
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  required?: readonly string[]
}

/** Texts with which servers have come to grief. */
const texts = [
  '',
  ' ',
  'x',
  'Bees',
  "'; drop table sample; --",
  '" or ""="',
  '%',
  '_',
  '\\',
  '../../etc/passwd',
  '/bucket/',
  'obs://bucket/a b/',
  '<script>alert(1)</script>',
  '=1+1',
  '{"a":1}',
  '[]',
  'null',
  'true',
  '0',
  '-1',
  '1e400',
  '00:00:01.000',
  '3-20-21',
  '#3399ff',
  'Ünïcödé',
  '漢字',
  '👩‍👩‍👧‍👦🇪🇺',
  'e\u0301',
  '\u202Egnirts',
  '\u2028',
  '\uFFFD\uFFFE',
  'a\nb\tc\r',
  'x'.repeat(64),
  'x'.repeat(65),
  'x'.repeat(1025),
]

/** Fields in which an id or a name of something that is there makes a call go further; resolved when the call is made. */
const nameFields: Readonly<Record<string, string>> = {
  dataset_id: 'dataset',
  sample_id: 'sample',
  worker_id: 'worker',
  workforce_id: 'workforce',
  workforce_task_id: 'task',
  task_id: 'task',
  checking_task_id: 'acceptance',
  email: 'email',
  emails: 'email',
  agency: 'email',
  label_name: 'label',
  name: 'label',
  samples: 'sample',
  workers: 'worker',
  data_path: 'path',
  work_path: 'path',
}

/** A place that the pool fills: kind and number, so that the same number is the same thing within a call. */
const placeholder = (kind: string) => fc.nat(40).map((n) => `§${kind}:${n}`)

/** Any value that has the form of a schema, near its borders more often than chance would. */
export function anyOf(shape: Ranged, key = ''): fc.Arbitrary<unknown> {
  if (shape.enum) return fc.constantFrom(...shape.enum)
  const types = [shape.type ?? 'object'].flat()
  if (types.length > 1) return fc.oneof(...types.map((type) => anyOf({ ...shape, type }, key)))
  switch (types[0]) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return numberIn(shape, [0, 1, 2, 100, 3, 1280, 2 ** 31, Number.MAX_SAFE_INTEGER, -1])
    case 'number':
      return numberIn(shape, [0, 0.5, 1, 1e-9, 10, 50, 99.99, 1e308, -0, -1])
    case 'string':
      return textOf(shape, key)
    case 'array':
      return fc.array(anyOf((shape.items ?? { type: 'number' }) as Ranged, key), { maxLength: 3 })
    default:
      return objectOf(shape)
  }
}

function numberIn({ minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity }: Ranged, wanted: number[]) {
  const borders = [minimum, maximum].filter(Number.isFinite)
  const fitting = [...wanted, ...borders].filter((n) => n >= minimum && n <= maximum && n > exclusiveMinimum)
  return fc.constantFrom(...fitting)
}

function textOf({ minLength = 0, maxLength = Infinity, pattern }: Ranged, key: string): fc.Arbitrary<string> {
  const form = pattern ? new RegExp(pattern, 'u') : /^/
  const fitting = texts.filter((text) => form.test(text) && text.length >= minLength && text.length <= maxLength)
  const free = fc.constantFrom(...(fitting.length > 0 ? fitting : ['x']))
  const kind = nameFields[key]
  return kind ? fc.oneof({ weight: 4, arbitrary: placeholder(kind) }, free) : free
}

function objectOf({ properties = {}, required = [], additionalProperties: others }: Ranged): fc.Arbitrary<object> {
  const fields = Object.fromEntries(Object.entries(properties).map(([key, part]) => [key, anyOf(part, key)]))
  const known = fc.record(fields, { requiredKeys: [...required] })
  if (others === undefined || others === false) return known
  const value =
    typeof others === 'object' ? anyOf(others) : fc.constantFrom<unknown>('x', 1, true, null, [1], { a: 'b' })
  const free = fc.dictionary(fc.constantFrom('colour', 'plate', '@muster:empty', 'free', '@modelarts:new', ''), value, {
    maxKeys: 2,
    noNullPrototype: true,
  })
  return fc.tuple(known, free).map(([a, b]) => ({ ...b, ...a }))
}

/** A text for a parameter of a query: one of its values, or some text. */
export function parameterOf(shape: Ranged, key: string): fc.Arbitrary<string> {
  const value = anyOf(shape, key).map((one) => (typeof one === 'object' ? JSON.stringify(one) : String(one)))
  const search = fc.constantFrom(
    '[{"hard":"1"}]',
    '{"sample_name":"1"}',
    '[{"label_list":{"op":"OR","labels":[{"name":"car"}]}}]',
  )
  if (key === 'search_conditions') return search
  if (key === 'locale') return fc.constantFrom('en-us', 'zh-cn', 'en-us', 'zh-cn', 'de-de', '')
  return fc.oneof({ weight: 6, arbitrary: value }, fc.constantFrom(...texts))
}

/** Names in a path: mostly a dataset with its task, else what is there or some text. */
export function pathNamesOf(path: string): fc.Arbitrary<Partial<Record<string, string>>> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).filter((name) => name !== 'project_id')
  const nonEmpty = fc.constantFrom(...texts.filter((text) => text !== ''))
  const any = (name: string) => fc.oneof({ weight: 12, arbitrary: placeholder(nameFields[name] ?? 'sample') }, nonEmpty)
  return fc.oneof(
    // Left out: what the legal call names.
    fc.constant({}),
    fc.nat(40).map((n) => Object.fromEntries(names.map((name) => [name, `§${nameFields[name] ?? 'sample'}:${n}`]))),
    fc.record(Object.fromEntries(names.map((name) => [name, any(name)])), { requiredKeys: [] }),
  )
}

/** What is there, by kind. The task at a place belongs to the dataset at the same place. */
export type Pool = Readonly<Record<string, readonly string[]>>

/** The names in a project, beside some that are not in it. */
export async function readPool({ db }: Store, project_id: string): Promise<Pool> {
  const datasets = await db.selectFrom('dataset').selectAll().where('status', '=', 1).orderBy('create_time').execute()
  const own = datasets.filter((dataset) => dataset.project_id === project_id)
  const foreign = datasets.find((dataset) => dataset.project_id !== project_id)
  const tasks = await db
    .selectFrom('workforce_task')
    .select(['task_id', 'dataset_id'])
    .where('deleted', '=', 0)
    .execute()
  const taskOf = new Map(tasks.map(({ dataset_id, task_id }) => [dataset_id, task_id]))
  const workers = await db.selectFrom('worker').selectAll().where('project_id', '=', project_id).execute()
  const teams = await db.selectFrom('workforce').select('workforce_id').where('project_id', '=', project_id).execute()
  const acceptances = await db.selectFrom('acceptance').select('checking_task_id').limit(5).execute()
  return {
    dataset: [...own.map(({ dataset_id }) => dataset_id), foreign?.dataset_id ?? 'none'],
    task: [...own.map(({ dataset_id }) => taskOf.get(dataset_id) ?? 'none'), 'none'],
    worker: [...workers.map(({ worker_id }) => worker_id), 'f'.repeat(32)],
    email: [...workers.flatMap(({ email }) => email ?? []), 'nobody@example.com', 'no address'],
    workforce: [...teams.map(({ workforce_id }) => workforce_id), 'none'],
    acceptance: [...acceptances.map(({ checking_task_id }) => checking_task_id), 'none'],
    path: own.map(({ data_sources }) => JSON.parse(data_sources)[0]?.data_path ?? '/none/in/'),
  }
}

/** The same with what is in one dataset. */
export async function narrowPool({ db }: Store, pool: Pool, dataset_id: string): Promise<Pool> {
  const samples = await db.selectFrom('sample').select('sample_id').where('dataset_id', '=', dataset_id).execute()
  const labels = await db.selectFrom('label').select('name').where('dataset_id', '=', dataset_id).execute()
  return {
    ...pool,
    sample: [...samples.map(({ sample_id }) => sample_id), 'f'.repeat(32)],
    label: [...new Set(labels.map(({ name }) => name)), 'none'],
  }
}

/** Puts what is there into the places that are left for it. */
export function fill<Value>(value: Value, pool: Pool): Value {
  const text = JSON.stringify(value).replaceAll(/§(\w+):(\d+)/g, (_, kind, n) => {
    const names = pool[kind] ?? []
    return JSON.stringify(names.length > 0 ? names[Number(n) % names.length] : 'none').slice(1, -1)
  })
  return JSON.parse(text)
}

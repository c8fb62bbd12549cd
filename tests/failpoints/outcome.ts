import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import type { Store } from '#adapters/sql/store.ts'
import type { Tables } from '#adapters/sql/tables.ts'
import type { TestServer } from '#tests/app.ts'
import { faultsOfCounters } from '#tests/recount.ts'

/** What work on data may change, in the order in which it came. */
const TABLES = {
  dataset: 'create_time, dataset_id',
  label: 'label_key',
  sample: 'sample_key',
  workforce_task: 'create_time, task_id',
  entry: 'entry_key',
  acceptance: 'checking_task_id',
  label_history: 'history_key',
  file_removal: 'bucket, object_key',
  data_task: 'create_time, task_id',
  data_task_problem: 'problem_key',
  dataset_version: 'create_time, version_id',
  audit: 'audit_key',
} as const satisfies Partial<Record<keyof Tables, string>>

/** Ids that are made by chance. */
const RANDOM = /(?<![A-Za-z0-9])(?:[A-Za-z0-9]{19}|[0-9a-f]{32})(?![A-Za-z0-9])/g

/** Numbers that a run takes from a counter: what it does twice leaves a gap. */
const COUNTED = /^(entry_key|history_key|problem_key|audit_key)$/

export type Outcome = { records: Record<string, string[]>; counters: string[]; files: string[] }

/** All that can be seen of what was done, without the moment, the place where it would go on, keys that count on, and ids that were not there `before`. */
export async function outcomeOf({ services }: TestServer, before?: Outcome): Promise<Outcome> {
  const { store, config } = services
  const names = await namesOfKeys(store)
  const records: Outcome['records'] = {}
  for (const [table, order] of Object.entries(TABLES)) {
    const { rows } = await sql<object>`select * from ${sql.table(table)} order by ${sql.raw(order)}`.execute(store.db)
    records[table] = rows.map((row) => spelled(row, names))
  }
  const outcome = { records, counters: await faultsOfCounters(store), files: await filesIn(config.bucketsFolder) }
  return before ? withoutNewIds(outcome, before) : outcome
}

function withoutNewIds(outcome: Outcome, before: Outcome): Outcome {
  const known = new Set(JSON.stringify(before).match(RANDOM))
  const fresh = new Map<string, string>()
  const text = JSON.stringify(outcome).replace(RANDOM, (id) => {
    if (known.has(id)) return id
    if (!fresh.has(id)) fresh.set(id, `id ${fresh.size + 1}`)
    return fresh.get(id)!
  })
  const renamed: Outcome = JSON.parse(text)
  return { ...renamed, files: renamed.files.sort() }
}

async function namesOfKeys({ db }: Store) {
  const labels = await db.selectFrom('label').select(['label_key', 'dataset_id', 'name']).execute()
  const samples = await db.selectFrom('sample').select(['sample_key', 'sample_id']).execute()
  return {
    label: new Map(labels.map(({ label_key, dataset_id, name }) => [label_key, `${dataset_id} ${name}`])),
    sample: new Map(samples.map(({ sample_key, sample_id }) => [sample_key, sample_id])),
  }
}

type Names = Awaited<ReturnType<typeof namesOfKeys>>

function spelled(row: object, { label, sample }: Names): string {
  const told = Object.entries(row).filter(([column]) => !COUNTED.test(column) && !/_(time|at)$|^cursor$/.test(column))
  return JSON.stringify(Object.fromEntries(told))
    .replace(/label_key\\*":(\d+)/g, (_, key) => `label ${label.get(Number(key))}`)
    .replace(/sample_key":(\d+)/g, (_, key) => `sample ${sample.get(Number(key))}`)
    .replace(/\b1\d{12}\b/g, 'a time')
}

/** Every file below a folder, hidden ones too, with its size and the hash of its bytes. */
async function filesIn(root: string): Promise<string[]> {
  const found = await readdir(root, { recursive: true, withFileTypes: true })
  const files = found.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  return Promise.all(
    files.sort().map(async (path) => {
      const bytes = await readFile(path)
      const plain = path.endsWith('.gz') ? gunzipSync(bytes) : bytes
      return `${relative(root, path)} ${plain.length} ${createHash('sha256').update(plain).digest('hex').slice(0, 16)}`
    }),
  )
}

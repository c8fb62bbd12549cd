import { blockOf } from '#adapters/sql/blocks.ts'
import { EntryStateCode } from '#adapters/sql/state-codes.ts'
import { Sums } from '#adapters/sql/sums.ts'
import { countLabels } from '#core/labels/label-surgery.ts'
import type { BareStatement, BareWrite } from './bare.ts'
import type { LoadCall } from './load.ts'
import type { DealtSample, Labeler, Scene } from './seed.ts'
import { storedLabels, wireLabels } from './workload.ts'

/** One call: a labeler saves labels of some of his samples, for the `round`th time (0 = the first). */
export type Batch = { labeler: Labeler; samples: readonly DealtSample[]; round: number }

/** The batches of a round, a list for each labeler: of his entries from place `from` to place `to`. */
export function batchesOf(
  { labelers }: Scene,
  { from, to, size, round }: { from: number; to: number; size: number; round: number },
): Batch[][] {
  return labelers.map((labeler) => {
    const batches: Batch[] = []
    for (let at = from; at < to; at += size) {
      batches.push({ labeler, samples: labeler.entries.slice(at, Math.min(at + size, to)), round })
    }
    return batches
  })
}

/** What a client sends. */
export function callOf(scene: Scene, { labeler, samples, round }: Batch): LoadCall {
  const { project_id, dataset_id, task_id, work, definitions } = scene
  return {
    method: 'PUT',
    path: `/v2/${project_id}/datasets/${dataset_id}/workforce-tasks/${task_id}/data-annotations/samples`,
    token: labeler.token,
    body: JSON.stringify({
      samples: samples.map(({ sample_id, number }) => ({
        sample_id,
        labels: wireLabels(work, definitions, number, round),
      })),
    }),
  }
}

const ENTRY: BareStatement = {
  kind: 'update',
  table: 'entry',
  columns: ['state', 'saved_by', 'labels', 'revision', 'save_time', 'entry_key'],
  clear: [],
}
const RELABELLED_ENTRY: BareStatement = { ...ENTRY, columns: ['labels', 'revision', 'save_time', 'entry_key'] }
const LABEL_GONE: BareStatement = { kind: 'delete', table: 'entry_label', columns: ['label_key', 'entry_key'] }
const LABEL_COME: BareStatement = {
  kind: 'insert',
  table: 'entry_label',
  columns: ['task_id', 'label_key', 'entry_key', 'instances'],
}
const TALLY: BareStatement = {
  kind: 'add',
  table: 'entry_tally',
  columns: ['task_id', 'worker_id', 'state', 'block', 'entries', 'changes'],
  keys: ['task_id', 'worker_id', 'state', 'block'],
  sums: ['entries', 'changes'],
}
const LABEL_TALLY: BareStatement = {
  kind: 'add',
  table: 'entry_label_tally',
  columns: ['task_id', 'label_key', 'block', 'entries', 'instances'],
  keys: ['task_id', 'label_key', 'block'],
  sums: ['entries', 'instances'],
}
const HISTORY: BareStatement = {
  kind: 'insert',
  table: 'label_history',
  columns: [
    'dataset_id',
    'sample_key',
    'entry_key',
    'task_id',
    'worker_id',
    'revision',
    'labels',
    'metadata',
    'written_by',
    'write_time',
    'replaced_by',
    'replace_time',
  ],
}

/**
 * The rows that a batch writes, worked out beforehand, so that the bare statements are timed without any thinking: what
 * changes of the entry and no more, its label index, the counters, and the history of what is replaced.
 */
export function writesOf({ work, definitions, task_id, dataset_id }: Scene, batch: Batch): BareWrite[] {
  const { labeler, samples, round } = batch
  const { worker_id, email } = labeler
  const name = `human/${email}`
  const now = Date.now()
  const entries: unknown[][] = []
  const history: unknown[][] = []
  const gone: unknown[][] = []
  const come: unknown[][] = []
  const tallies = new Sums<[string, string, number, number]>()
  const labelTallies = new Sums<[string, number, number]>()
  const [was, is] = [round === 0 ? EntryStateCode.UN_ANNOTATION : EntryStateCode.UNCHECK, EntryStateCode.UNCHECK]
  for (const { number, entry_key, sample_key } of samples) {
    const before = round === 0 ? [] : storedLabels(work, definitions, number, round - 1)
    const after = storedLabels(work, definitions, number, round)
    const written = [JSON.stringify(after), round + 1, now, entry_key]
    entries.push(round === 0 ? [is, name, ...written] : written)
    if (round > 0) {
      const replaced = [round, JSON.stringify(before), '{}', name, now, name, now]
      history.push([dataset_id, sample_key, entry_key, task_id, worker_id, ...replaced])
    }
    const block = blockOf(entry_key)
    tallies.add([task_id, worker_id, was, block], -1, 1)
    tallies.add([task_id, worker_id, is, block], 1, 1)
    const [old, fresh] = [countLabels(before), countLabels(after)]
    for (const label_key of new Set([...old.keys(), ...fresh.keys()])) {
      const [many, few] = [fresh.get(label_key) ?? 0, old.get(label_key) ?? 0]
      if (many === few) continue
      if (few > 0) gone.push([label_key, entry_key])
      if (many > 0) come.push([task_id, label_key, entry_key, many])
      labelTallies.add([task_id, label_key, block], Math.sign(many) - Math.sign(few), many - few)
    }
  }
  return [
    { statement: round === 0 ? ENTRY : RELABELLED_ENTRY, rows: entries },
    { statement: LABEL_GONE, rows: gone },
    { statement: LABEL_COME, rows: come },
    { statement: TALLY, rows: sorted(tallies.rows()) },
    { statement: LABEL_TALLY, rows: sorted(labelTallies.rows()) },
    { statement: HISTORY, rows: history },
  ]
}

/** In one order for all writers, so that none of them waits for another in a circle. */
function sorted(rows: (string | number)[][]): (string | number)[][] {
  return rows.sort((a, b) => (String(a) < String(b) ? -1 : 1))
}

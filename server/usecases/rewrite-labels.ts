import { setImmediate as otherWork } from 'node:timers/promises'
import { type EntryUpdate, updateEntries } from '#adapters/sql/entries.ts'
import { ENTRY_COLUMNS } from '#adapters/sql/entries-of-samples.ts'
import { keepReplacedEntries, keepReplacedSamples } from '#adapters/sql/label-history.ts'
import {
  carriedByEntries,
  carriedBySamples,
  entriesWithLabel,
  predictedSamples,
  type Stretch,
  samplesWithLabel,
} from '#adapters/sql/labels.ts'
import { type SampleUpdate, updateSamples } from '#adapters/sql/samples.ts'
import { EntryStateCode, entryStateOf, SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { EntryRow } from '#adapters/sql/tables.ts'
import type { LabelChanges } from '#core/labels/definition-changes.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import { countLabels, withAttributesChanged, withoutLabelKeys } from '#core/labels/label-surgery.ts'
import { isEmptyMark, isHard } from '#core/labels/metadata.ts'
import { isRefusal } from '#core/refusal.ts'
import { moveEntry } from '#core/workforce-tasks/entry-life.ts'
import { refuse } from '#server/refuse.ts'
import { RELABELLED_COLUMNS, type RelabelledSample, touchDataset } from './label-samples.ts'
import { CLEARED_VERDICTS } from './save-entry-labels.ts'

type Rewriting = { dataset_id: string; changes: LabelChanges; by: string; now: number }
type Rewrite = (labels: StoredLabel[]) => StoredLabel[]

/** Rows rewritten in one step. */
const CHUNK = 1000

/**
 * Brings all labels of a dataset in line with changed definitions (behaviour 7): those of samples, of the entries of its
 * tasks and of predictions. Only rows that carry such a label are read, found by the index of labels. With `sparing`,
 * samples that would be left without any label stay as they are, and their keys are answered.
 */
export async function rewriteLabels(tx: Tx, rewriting: Rewriting, sparing: boolean): Promise<number[]> {
  const { dataset_id, changes, now } = rewriting
  const { label_keys, rewrite } = rewriteOf(changes)
  if (label_keys.length === 0) return []
  const spared: number[] = []
  const onSamples = await carriedBySamples(tx, label_keys)
  for await (const keys of carriersOf(onSamples, (label_key, stretch) => samplesWithLabel(tx, label_key, stretch))) {
    spared.push(...(await rewriteSamples(tx, rewriting, keys, rewrite, sparing)))
  }
  const onEntries = await carriedByEntries(tx, dataset_id, label_keys)
  for await (const keys of carriersOf(onEntries, (label_key, stretch) => entriesWithLabel(tx, label_key, stretch))) {
    await rewriteEntries(tx, rewriting, keys, rewrite)
  }
  for await (const keys of stretches((stretch) => predictedSamples(tx, dataset_id, stretch))) {
    await rewritePredictions(tx, keys, rewrite)
    await otherWork()
  }
  await touchDataset(tx, dataset_id, now)
  return spared
}

/** Which definitions concern labels, and what becomes of a list of labels: to be done once, for attributes may swap names. */
function rewriteOf({ removed, attributeRemovals, attributeRenames }: LabelChanges) {
  const deleted: ReadonlySet<number> = new Set(removed)
  const removalsOf = Map.groupBy(attributeRemovals, ({ label_key }) => label_key)
  const renamesOf = Map.groupBy(attributeRenames, ({ label_key }) => label_key)
  const rewrite: Rewrite = (labels) => {
    const left = withoutLabelKeys(labels, deleted)
    const keys = [...countLabels(left).keys()]
    return withAttributesChanged(left, {
      attributeRemovals: keys.flatMap((label_key) => removalsOf.get(label_key) ?? []),
      attributeRenames: keys.flatMap((label_key) => renamesOf.get(label_key) ?? []),
    })
  }
  return { label_keys: [...new Set([...removed, ...removalsOf.keys(), ...renamesOf.keys()])], rewrite }
}

/**
 * Everything that carries one of some labels, each once, in portions of about one step; other work of this process goes
 * on in between.
 */
async function* carriersOf(
  label_keys: readonly number[],
  read: (label_key: number, stretch: Stretch) => Promise<number[]>,
): AsyncGenerator<number[]> {
  const seen = new Set<number>()
  let portion: number[] = []
  for (const label_key of label_keys) {
    for await (const keys of stretches((stretch) => read(label_key, stretch))) {
      for (const key of keys) {
        if (!seen.has(key)) portion.push(key)
        seen.add(key)
      }
      if (portion.length < CHUNK) continue
      yield portion
      portion = []
      await otherWork()
    }
  }
  if (portion.length > 0) yield portion
}

/** Stretches of a long list of keys, one after the other. */
async function* stretches(read: (stretch: Stretch) => Promise<number[]>): AsyncGenerator<number[]> {
  for (let after = 0; ; ) {
    const keys = await read({ after, limit: CHUNK })
    if (keys.length > 0) yield keys
    if (keys.length < CHUNK) return
    after = keys.at(-1)!
  }
}

/** Answers the keys of the samples that it spared. */
async function rewriteSamples(
  tx: Tx,
  { by, now }: Rewriting,
  keys: readonly number[],
  rewrite: Rewrite,
  sparing: boolean,
): Promise<number[]> {
  const rows = await tx.each.select('sample', ['sample_key'], RELABELLED_COLUMNS, rowsOf(keys), 'lock')
  const rewritten = rows.flatMap((before) => {
    const labels: StoredLabel[] = JSON.parse(before.labels)
    const left = rewrite(labels)
    return left === labels ? [] : [{ before, labels, left }]
  })
  const spared = sparing ? rewritten.filter(({ left }) => left.length === 0) : []
  const changed = sparing ? rewritten.filter(({ left }) => left.length > 0) : rewritten
  await updateSamples(
    tx,
    changed.map(({ before, labels, left }) => ({
      before: { ...before, counts: countLabels(labels) },
      after: sampleWith(before, left),
      counts: countLabels(left),
    })),
  )
  await keepReplacedSamples(
    tx,
    changed.map(({ before }) => before),
    { by, now },
  )
  return spared.map(({ before }) => before.sample_key)
}

/** Who labelled a sample, and when, stays as it was, unless nothing is left of it. */
function sampleWith(before: RelabelledSample['before'], left: StoredLabel[]): SampleUpdate {
  const metadata = JSON.parse(before.metadata)
  const labelled = left.length > 0 || isEmptyMark(metadata)
  return {
    ...before,
    state: labelled ? SampleFacet.labelled : SampleFacet.unlabelled,
    labels: JSON.stringify(left),
    hard: isHard(metadata, left) ? 1 : 0,
    annotated_by: labelled ? before.annotated_by : null,
    revision: before.revision + 1,
  }
}

async function rewriteEntries(
  tx: Tx,
  { dataset_id, by, now }: Rewriting,
  keys: readonly number[],
  rewrite: Rewrite,
): Promise<void> {
  const rows = await tx.each.select('entry', ['entry_key'], ENTRY_COLUMNS, rowsOf(keys), 'lock')
  const changed = rows.flatMap((before) => {
    const labels: StoredLabel[] = JSON.parse(before.labels)
    const left = rewrite(labels)
    return left === labels ? [] : [{ before, labels, left }]
  })
  await keepReplacedEntries(
    tx,
    changed.map(({ before }) => before.entry_key),
    { dataset_id, by, now },
  )
  await updateEntries(
    tx,
    changed.map(({ before, labels, left }) => ({
      before: { ...before, counts: countLabels(labels) },
      after: entryWith(before, left),
      counts: countLabels(left),
    })),
  )
}

/** An entry that has nothing left is done anew, without the verdicts on what it was; an accepted one stays accepted. */
function entryWith(before: EntryRow, left: StoredLabel[]): EntryUpdate {
  const labels = JSON.stringify(left)
  const revision = before.revision + 1
  if (left.length > 0 || isEmptyMark(JSON.parse(before.metadata))) return { ...before, labels, revision }
  const state = moveEntry({ state: entryStateOf(before.state) }, 'labelsDeleted')
  if (isRefusal(state)) throw refuse(state)
  const verdicts = state === 'ACCEPTED' ? {} : CLEARED_VERDICTS
  return { ...before, ...verdicts, labels, revision, state: EntryStateCode[state] }
}

async function rewritePredictions(tx: Tx, keys: readonly number[], rewrite: Rewrite): Promise<void> {
  const rows = await tx.each.select('sample', ['sample_key'], RELABELLED_COLUMNS, rowsOf(keys), 'lock')
  const changed = rows.flatMap((before) => {
    const predicted: StoredLabel[] = JSON.parse(before.prediction ?? '[]')
    const left = rewrite(predicted)
    return left === predicted ? [] : [{ before, left }]
  })
  await updateSamples(
    tx,
    changed.map(({ before, left }) => {
      const counts = countLabels(JSON.parse(before.labels))
      const isLeft = left.length > 0
      const state = isLeft ? SampleFacet.predicted : SampleFacet.unlabelled
      const after = { ...before, state, prediction: isLeft ? JSON.stringify(left) : null }
      return { before: { ...before, counts }, after, counts }
    }),
  )
}

const rowsOf = (keys: readonly number[]) => keys.map((key) => [key])

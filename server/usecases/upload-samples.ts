import { findWaitingRemovals } from '#adapters/sql/file-removals.ts'
import { insertDefinitions, readDefinitions } from '#adapters/sql/label-sets.ts'
import { moveLabelRevision } from '#adapters/sql/labels.ts'
import { lockDataset } from '#adapters/sql/locks.ts'
import { countSamples } from '#adapters/sql/sample-counts.ts'
import { findSampleIds, insertSamples } from '#adapters/sql/samples.ts'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Db, Tx } from '#adapters/sql/store.ts'
import type { DatasetRow, SampleRow } from '#adapters/sql/tables.ts'
import { type DatasetType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { errors, type Refusal } from '#contract/errors.ts'
import type { Sample, UploadSampleResp, UploadSamplesReq } from '#contract/samples.ts'
import { formatObjectPath } from '#core/codecs/object-path.ts'
import { readFolder } from '#core/datasets/dataset-paths.ts'
import { mostSamples } from '#core/datasets/dataset-types.ts'
import { mayWriteLabels } from '#core/datasets/label-gate.ts'
import { isRefusal } from '#core/refusal.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import { newId } from '#server/ids.ts'
import { inParallel } from '#server/in-parallel.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'
import { readLabelSituation } from './change-labels.ts'
import { noteArrivals } from './deal-arrivals.ts'
import { touchDataset } from './label-samples.ts'
import { labelUploads } from './label-uploads.ts'
import { readUpload, type Upload } from './read-upload.ts'
import { writeUpload } from './write-upload.ts'

/** Files read or written at the same time. */
const AT_ONCE = 8
/** Rows inserted in one statement, and characters of text in them: a statement is copied several times on its way. */
const CHUNK = 2000
const TEXT_OF_CHUNK = 4 * 1024 * 1024

type Uploading = { services: Services; actor: Actor; dataset: DatasetRow; final: boolean; now: number }
type Item = Upload | Refusal

/**
 * Adds samples (formats 7, last paragraph): inline bytes go to the input path, a data source stays where it is. Every item
 * is judged by itself, the good ones are stored together, with their labels. A name that is a sample already is refused
 * with E4422, also when the bytes are the same. Files are written before the records: what a crash leaves behind is a file
 * without a sample, which the next upload of the same bytes takes over.
 */
export async function uploadSamples(
  services: Services,
  { actor, dataset, body }: { actor: Actor; dataset: DatasetRow; body: UploadSamplesReq },
): Promise<UploadSampleResp[]> {
  const uploading = { services, actor, dataset, final: body.final_annotation ?? true, now: services.now() }
  refuseWhileBarred(dataset)
  const read = await readItems(uploading, body.samples ?? [], body.muster?.lines ?? true)
  const fresh = await refuseKnown(services.store.db, dataset, read)
  // Judged twice: here, so that no file is written for labels that are wrong, and again once the definitions hold still.
  const judged = await refuseBadLabels(uploading, fresh)
  const written = await eachGood(judged, (upload) => writeUpload(services, upload))
  const stored = await storeItems(uploading, written)
  return stored.map((item) => {
    if (isRefusal(item)) return { success: false, ...item }
    return { success: true, name: formatObjectPath(item.object, 'slash'), info: item.samples[0]!.sample_id }
  })
}

function refuseWhileBarred({ status }: DatasetRow): void {
  const barred = mayWriteLabels(status)
  if (barred) throw refuse(barred)
}

function readItems({ services, dataset }: Uploading, items: readonly Sample[], lines: boolean): Promise<Item[]> {
  const [source] = JSON.parse(dataset.data_sources) as [{ data_path: string }]
  const input = readFolder(source.data_path, ['data_path'])
  if (isRefusal(input)) throw refuse(input)
  const numbered = items.map((item, index) => ({ item, field: `samples[${index}]` }))
  const target = { dataset, input, lines, paths: new Set<string>(), held: { samples: 0, bytes: 0 } }
  // Texts are read one after the other: where the limit of a call lies must not depend on which file is read first.
  const width = TEXT_DATASET_TYPES.includes(dataset.dataset_type as DatasetType) ? 1 : AT_ONCE
  return inParallel(numbered, width, ({ item, field }) => readUpload(services, target, item, field))
}

/** Refuses what is a sample of the dataset already, and files that are going to be deleted. */
async function refuseKnown(db: Db, { dataset_id }: DatasetRow, items: readonly Item[]): Promise<Item[]> {
  const ids = items.flatMap((item) => (isRefusal(item) ? [] : item.samples.map(({ sample_id }) => sample_id)))
  const known = new Set<string>()
  for (let at = 0; at < ids.length; at += CHUNK) {
    for (const id of await findSampleIds(db, dataset_id, ids.slice(at, at + CHUNK))) known.add(id)
  }
  const leaving = await findWaitingRemovals(
    db,
    goodOf(items).map(({ samples }) => samples[0]!),
  )
  return items.map((item) => {
    if (isRefusal(item)) return item
    const path = formatObjectPath(item.object, 'slash')
    if (leaving.has(item.samples[0]!)) {
      return errors.sampleExists.refusal(
        `${item.field}.name: the file at ${path} is still being deleted; try again later`,
      )
    }
    if (!item.samples.some(({ sample_id }) => known.has(sample_id))) return item
    return errors.sampleExists.refusal(`${item.field}.name: there is already a sample ${path}`)
  })
}

async function refuseBadLabels({ services, actor, dataset, final, now }: Uploading, items: Item[]): Promise<Item[]> {
  const definitions = await readDefinitions(services.store.db, dataset.dataset_id)
  let label_key = 0
  const situation = { dataset_type: dataset.dataset_type, definitions, newKey: () => --label_key, newId }
  const good = goodOf(items)
  const labelled = labelUploads({ dataset, situation, final, by: nameOf(actor), now }, good)
  const refusals = new Map(good.map((upload, i) => [upload, labelled.items[i]!]))
  return items.map((item) => {
    const refusal = isRefusal(item) ? item : refusals.get(item)
    return isRefusal(refusal) ? refusal : item
  })
}

/** Stores the good items in one transaction; what has changed since they were judged refuses an item still. */
async function storeItems(uploading: Uploading, items: readonly Item[]): Promise<Item[]> {
  const { services, actor, dataset, final, now } = uploading
  const { store } = services
  const first = goodOf(items)
  if (first.length === 0) return [...items]
  const labelKey = await store.reserveKeys('label', Math.max(1, countLabelNames(first)))
  const sampleKey = await store.reserveKeys(
    'sample',
    first.reduce((sum, { samples }) => sum + samples.length, 0),
  )
  const { outcome, task_ids } = await store.transaction(async (tx) => {
    const locked = await lockDataset(tx, dataset.dataset_id, 'update')
    if (!locked) throw errors.datasetNotFound()
    refuseWhileBarred(locked)
    const fresh = await refuseTooMany(tx, locked, await refuseKnown(tx, locked, items))
    const good = goodOf(fresh)
    const situation = await readLabelSituation(tx, locked, labelKey)
    const labelling = { dataset: locked, situation, final, by: nameOf(actor), now }
    const { items: labelled, created } = labelUploads(labelling, good)
    if (created.length > 0) {
      await insertDefinitions(tx, locked.dataset_id, created)
      await moveLabelRevision(tx, locked.dataset_id, now)
    }
    let sample_key = sampleKey
    const rows = labelled.flatMap((samples) =>
      isRefusal(samples) ? [] : samples.map((sample) => ({ ...sample, sample_key: sample_key++ })),
    )
    for (const chunk of chunksOf(rows)) await insertSamples(tx, chunk)
    if (rows.length > 0) await touchDataset(tx, locked.dataset_id, now)
    const arrived = rows.find(({ state }) => state !== SampleFacet.labelled)
    const { dataset_id } = locked
    const task_ids = arrived ? await noteArrivals(tx, { dataset_id, from: arrived.sample_key, now }) : []
    const outcomes = new Map(good.map((upload, i) => [upload, labelled[i]!]))
    const outcome = fresh.map((item) => {
      const outcome = isRefusal(item) ? item : outcomes.get(item)
      return isRefusal(outcome) ? outcome : item
    })
    return { outcome, task_ids }
  })
  for (const task_id of task_ids) services.jobs.start('deal', task_id)
  return outcome
}

function* chunksOf<Row extends Pick<SampleRow, 'content'>>(rows: readonly Row[]): Generator<Row[]> {
  let chunk: Row[] = []
  let text = 0
  for (const row of rows) {
    chunk.push(row)
    text += row.content?.length ?? 0
    if (chunk.length < CHUNK && text < TEXT_OF_CHUNK) continue
    yield chunk
    chunk = []
    text = 0
  }
  if (chunk.length > 0) yield chunk
}

async function refuseTooMany(tx: Tx, { dataset_id }: DatasetRow, items: readonly Item[]): Promise<Item[]> {
  let { total } = (await countSamples(tx, [dataset_id])).get(dataset_id)!
  return items.map((item) => {
    if (isRefusal(item)) return item
    if (total + item.samples.length > mostSamples) {
      return errors.limitExceeded.refusal(`${item.field}: a dataset has at most ${mostSamples} samples`)
    }
    total += item.samples.length
    return item
  })
}

/** As many definitions as the items could ask for. */
function countLabelNames(uploads: readonly Upload[]): number {
  return new Set(uploads.flatMap(({ item }) => item.labels?.map(({ name, type }) => `${type} ${name}`) ?? [])).size
}

const goodOf = (items: readonly Item[]): Upload[] => items.flatMap((item) => (isRefusal(item) ? [] : [item]))

function eachGood(items: readonly Item[], step: (upload: Upload) => Promise<Item>): Promise<Item[]> {
  return inParallel(items, AT_ONCE, async (item) => (isRefusal(item) ? item : step(item)))
}

import { setImmediate as otherWork } from 'node:timers/promises'
import type { BlobStore } from '#adapters/blobs/blob-store.ts'
import { BlobFiles } from '#adapters/files/blob-files.ts'
import { BlobWriteFiles } from '#adapters/files/blob-write-files.ts'
import { readDefinitions } from '#adapters/sql/label-sets.ts'
import { readSamplesInOrder } from '#adapters/sql/ordered-samples.ts'
import { labelUses } from '#adapters/sql/sample-figures.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { DatasetRow, DatasetVersionRow, SampleRow } from '#adapters/sql/tables.ts'
import { DatasetType, SampleType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import type { Field } from '#contract/datasets.ts'
import type { LabelStats } from '#contract/labels.ts'
import { formatObjectPath, type ObjectPath, parseObjectPath } from '#core/codecs/object-path.ts'
import { inputFolder } from '#core/datasets/dataset-paths.ts'
import { manifest } from '#core/formats/manifest/manifest.ts'
import { schemaKey, sourceTypeKey } from '#core/formats/manifest/words.ts'
import type { SampleRecord } from '#core/formats/record.ts'
import { type LabelSet, labelSetOf } from '#core/labels/label-set.ts'
import { isRefusal } from '#core/refusal.ts'
import { separatorOf } from '#core/tables/separator.ts'
import { LossCounter } from '#server/exports/count-losses.ts'
import { placeOfSample, recordOfSample } from '#server/exports/record-of-sample.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'
import { viewLabel } from '#server/views/dataset-view.ts'
import { viewLabelUses } from '#server/views/stats-view.ts'
import { chooseUsage } from './choose-usage.ts'
import { compareWith, none, type Pair } from './compare-with.ts'
import { CopiedFiles } from './copied-files.ts'
import { FigureCounter } from './count-figures.ts'
import { readSamplesOfState, StateWriter } from './sample-state.ts'
import { TableParts } from './table-parts.ts'
import { versionFiles } from './version-files.ts'
import type { VersionFigures, VersionPlan } from './version-plan.ts'

/** Samples between two looks at whether to go on. */
const STEP = 1000

export type Writing = {
  dataset: DatasetRow
  version: DatasetVersionRow
  /** The version that was current when this one was begun. */
  previous: DatasetVersionRow | undefined
  /** Told every thousand samples; answers false when the writing must not go on here. */
  goesOn(finished: number): Promise<boolean>
}

/**
 * Writes the files of a version - manifest, annotation files, copies where asked for, and the state to come back to - from the records
 * of one moment, in one walk in constant memory; two where the samples are split. Answers what it holds, or null when it must not
 * go on here. Begun again it writes the same files.
 */
export async function writeVersion(services: Services, db: Db, writing: Writing): Promise<VersionFigures | null> {
  const { dataset, version } = writing
  const { blobs } = services
  const plan: VersionPlan = JSON.parse(version.request)
  const definitions = await readDefinitions(db, dataset.dataset_id)
  const labelSet = labelSetOf(definitions)
  const pairs = () => pairsOf(services, db, writing)
  const usageOf = await chooseUsage(pairs, { plan, seed: version.seed, dataset_type: dataset.dataset_type })
  const places = versionFiles(dataset, version)
  const files = new BlobWriteFiles(blobs, { bucket: places.bucket, prefix: places.folder, placeOf: placeFrom })
  const records = manifest.write(files, {
    dataset_type: dataset.dataset_type as DatasetType,
    labels: definitions.map(viewLabel),
    file: places.manifest,
    root: formatObjectPath({ bucket: places.bucket, key: places.folder }, 'slash'),
    voc_decimals: plan.voc_decimals,
    text_offset_unit: dataset.text_offset_unit as 'code_point' | 'utf16',
  })
  const state = await StateWriter.open(blobs, { bucket: places.bucket, key: places.state }, definitions)
  const losses = new LossCounter()
  const videos = plan.export_images ? await videosOf(db, dataset) : new Set<string>()
  const placeFile = placerOf(services, files, { dataset, plan, losses, videos })
  const figures = new FigureCounter()
  try {
    for await (const pair of pairs()) {
      figures.count(pair)
      const { now: sample } = pair
      if (!sample) continue
      const sample_usage = usageOf({ ...pair, now: sample })
      figures.countUsage(sample_usage)
      const record = recordOfSample({ ...sample, sample_usage }, { labelSet, withoutHard: plan.clear_hard_property })
      const placed = await placeFile(record)
      for (const loss of await records.add(placed)) losses.add(loss)
      await state.add({ ...sample, sample_usage })
      if (figures.total % STEP === 0) {
        if (!(await writing.goesOn(figures.total))) return null
        await otherWork()
      }
    }
    await records.end()
    await files.settle()
    await state.close()
  } finally {
    // Nothing is left to drop where both were closed.
    await files.drop()
    await state.drop()
  }
  return { ...figures.figures, label_stats: await labelStats(db, dataset, labelSet), losses: losses.counts }
}

/** Puts the file of a sample into the version, where it is to have it: as a copy, or as a part of a table. */
function placerOf(
  services: Services,
  files: BlobWriteFiles,
  {
    dataset,
    plan,
    losses,
    videos,
  }: { dataset: DatasetRow; plan: VersionPlan; losses: LossCounter; videos: ReadonlySet<string> },
): (record: SampleRecord) => Promise<SampleRecord> {
  const { dataset_type } = dataset
  if (dataset_type === DatasetType.table) {
    const schema: Field[] = JSON.parse(dataset.schema)
    const columns = Object.fromEntries(schema.map(({ name, type }) => [name, type]))
    const told = schema.length > 0 ? { [schemaKey]: columns } : {}
    const parts = plan.version_format === 'CSV' ? partsOf(services, files, { dataset, plan, schema }) : null
    return async (record) => {
      const path = parts ? await parts.take(record, (loss) => losses.add(loss)) : record.path
      const source = { [sourceTypeKey]: separatorOf(path) === undefined ? 'Parquet' : 'CSV' }
      return { ...record, path, metadata: { ...record.metadata, ...source, ...told } }
    }
  }
  if (!plan.export_images || TEXT_DATASET_TYPES.includes(dataset_type as DatasetType)) {
    return async (record) => record
  }
  const input = formatObjectPath(inputFolder(dataset), 'slash')
  const copies = new CopiedFiles(files, { folder: 'data/', input, videos })
  return (record) => copies.take(record)
}

/** Paths of the videos of a dataset of videos from the top of the store. */
async function videosOf(db: Db, { dataset_id, dataset_type }: DatasetRow): Promise<Set<string>> {
  const videos = new Set<string>()
  if (dataset_type !== DatasetType.video) return videos
  for await (const sample of readSamplesInOrder(db, dataset_id)) {
    if (sample.sample_type === SampleType.video) videos.add(formatObjectPath(placeOfSample(sample), 'slash'))
  }
  return videos
}

function partsOf(
  services: Services,
  target: BlobWriteFiles,
  { dataset, plan, schema }: { dataset: DatasetRow; plan: VersionPlan; schema: readonly Field[] },
): TableParts {
  const { bucket } = inputFolder(dataset)
  const [{ with_column_header: hasHeader = false }] = JSON.parse(dataset.data_sources)
  const source = new BlobFiles(services, { bucket, prefix: '' })
  return new TableParts({ source, target, schema, hasHeader, with_column_header: plan.with_column_header })
}

/** The samples of the dataset, beside those of the version before. */
function pairsOf({ blobs }: Services, db: Db, { dataset, previous }: Writing): AsyncGenerator<Pair> {
  const now = readSamplesInOrder(db, dataset.dataset_id)
  return compareWith(now, previous ? samplesOf(blobs, dataset, previous) : none())
}

function samplesOf(blobs: BlobStore, dataset: DatasetRow, version: DatasetVersionRow): AsyncGenerator<SampleRow> {
  const { bucket, state: key } = versionFiles(dataset, version)
  return readSamplesOfState(blobs, { bucket, key })
}

function placeFrom(path: string): ObjectPath {
  const place = parseObjectPath(path)
  if (isRefusal(place)) throw refuse(place)
  return place
}

async function labelStats(db: Db, { dataset_id }: DatasetRow, labelSet: LabelSet): Promise<LabelStats[]> {
  return viewLabelUses(labelSet, await labelUses(db, dataset_id)).label_stats
}

import { setImmediate as otherWork } from 'node:timers/promises'
import { BlobFiles } from '#adapters/files/blob-files.ts'
import { isFileOfDataset } from '#adapters/files/file-types.ts'
import { lockUnfinishedTask, updateDataTask } from '#adapters/sql/data-tasks.ts'
import type { DatasetRow, DataTaskRow } from '#adapters/sql/tables.ts'
import { type DatasetType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { formatObjectPath } from '#core/codecs/object-path.ts'
import { detectFormat } from '#core/formats/detect-format.ts'
import type { Cursor, RecordFault } from '#core/formats/record.ts'
import { selectRecord } from '#core/formats/select-records.ts'
import { inParallel } from '#server/in-parallel.ts'
import type { Services } from '#server/services.ts'
import { readers } from './formats.ts'
import { FoundLabels } from './found-labels.ts'
import type { ImportPlan, ImportProgress } from './import-plan.ts'
import { type StagedRecord, type Staging, stageRecord } from './stage-records.ts'
import { type Chunk, type Storing, storeRecords } from './store-records.ts'

/** Records read before they are stored together: few, for other calls wait that long. */
const CHUNK = 200
/** Files looked at or copied at the same time. */
const AT_ONCE = 16
/** Formats whose files hold texts among other things: without its labels a sample is still not the line. */
const WRAPPED = ['conll', 'jsonl', 'label-studio']
/** Formats in which every sample has annotation files of its own, if any: what is not wanted need not be read. */
const BESIDE = ['files', 'folders', 'label-texts', 'masks', 'modelarts-voc', 'srt', 'voc', 'vtt']

export type Source = {
  task: DataTaskRow
  dataset: DatasetRow
  plan: ImportPlan
  /** Samples a dataset may hold. */
  most: number
  /** Of a synchronisation: the files it asks for, by their paths below the source; `changes`: their labels may have changed. */
  isWanted?: (path: string, changes: boolean) => boolean
}

/**
 * Reads a source and stores samples and labels chunk by chunk with the place at which it goes on. Answers false when that must
 * not go on here: the server stops, the task was ended, another process was faster.
 */
export async function readSource(services: Services, source: Source): Promise<boolean> {
  const { task, dataset, plan, most } = source
  const { jobs } = services
  const { bucket, key } = plan.source
  const dataset_type = dataset.dataset_type as DatasetType
  const files = new BlobFiles(services, { bucket, prefix: plan.import_type === 'dir' ? key : '' })
  const format = await chooseFormat(services, task, { files, plan, dataset })
  if (format === null) return false
  const isBeside = BESIDE.includes(format)
  // What says the same of a file for as long as it lies where it is needs no second look.
  const changes = format !== 'files' && format !== 'folders'
  const isWanted = (path: string) => source.isWanted?.(path, changes) ?? true
  const after: Cursor | undefined = task.cursor === null ? undefined : JSON.parse(task.cursor)
  const items = readers[format]!(files, {
    ...plan.options,
    dataset_type,
    ...(plan.import_type === 'manifest' && { file: formatObjectPath(plan.source, 'slash') }),
    isSample: (path) => isFileOfDataset(dataset_type, path),
    ...(isBeside && { isWanted }),
    ...(after && { after }),
    ...(plan.label_format && { label_format: plan.label_format }),
    with_column_header: plan.with_column_header,
    text_offset_unit: dataset.text_offset_unit as 'code_point' | 'utf16',
  })
  const storing: Storing = {
    task_id: task.task_id,
    dataset,
    plan,
    by: task.created_by,
    most,
    follows: source.isWanted !== undefined,
    ...(plan.dry_run && { met: new Set() }),
  }
  const staging: Staging = { services, dataset, plan, files, texts: new Map() }
  const { labels: before }: ImportProgress = JSON.parse(task.progress)
  const found = plan.dry_run ? new FoundLabels(before) : undefined
  let [records, faults, left, passed]: [FoundRecord[], RecordFault[], number, number] = [[], [], 0, 0]
  let stored = task.cursor
  const store = async (cursor: Cursor): Promise<boolean> => {
    const staged = await stageAll(staging, records, faults)
    const chunk: Chunk = {
      staged,
      faults,
      left,
      after: stored,
      cursor: JSON.stringify(cursor),
      ...(found && { found }),
    }
    ;[records, faults, left, passed] = [[], [], 0, 0]
    stored = chunk.cursor
    return (await storeRecords(services, storing, chunk)) !== null
  }
  let cursor: Cursor | undefined
  for await (const item of items) {
    cursor = item.cursor
    const written = files.latest
    if (isBeside) files.latest = 0
    if ('fault' in item) faults.push(item.fault)
    else if (!isWanted(item.record.path)) passed++
    else {
      const { ignored } = item
      const record = selectRecord(item.record, plan)
      if (record) {
        records.push({ record, written, ...(plan.import_annotations && ignored && { ignored }) })
        found?.add(item.record.labels)
      } else left++
    }
    if (records.length + faults.length + left + passed < CHUNK) continue
    if (jobs.stopped || !(await store(cursor))) return false
    await otherWork()
  }
  return cursor === undefined || store(cursor)
}

type FoundRecord = Pick<StagedRecord, 'record' | 'ignored' | 'written'>

async function stageAll(
  staging: Staging,
  records: readonly FoundRecord[],
  faults: RecordFault[],
): Promise<StagedRecord[]> {
  const found = await inParallel(records, AT_ONCE, ({ record }) => stageRecord(staging, record))
  return found.flatMap((item, index) => {
    if ('record' in item) return [{ ...records[index]!, ...item }]
    faults.push(item)
    return []
  })
}

/** The format is found out once: files that the import itself writes must not change it. */
async function chooseFormat(
  { store, now }: Services,
  task: DataTaskRow,
  { files, plan, dataset }: { files: BlobFiles; plan: ImportPlan; dataset: DatasetRow },
): Promise<string | null> {
  const known = (JSON.parse(task.progress) as ImportProgress).format
  if (known !== undefined) return known
  const format = plan.format ?? (await formatOf(files, plan, dataset))
  return store.transaction(async (tx) => {
    const locked = await lockUnfinishedTask(tx, task.task_id)
    if (!locked) return null
    const time = now()
    await updateDataTask(tx, task.task_id, {
      status: 'RUNNING',
      progress: JSON.stringify({ ...JSON.parse(locked.progress), format }),
      start_time: locked.start_time ?? time,
      update_time: time,
    })
    return format
  })
}

async function formatOf(files: BlobFiles, plan: ImportPlan, { dataset_type }: DatasetRow): Promise<string> {
  if (plan.import_type === 'manifest') return 'manifest'
  const isSample = (path: string) => isFileOfDataset(dataset_type as DatasetType, path)
  const format = await detectFormat(files, { dataset_type: dataset_type as DatasetType, isSample })
  const isWrapped = TEXT_DATASET_TYPES.includes(dataset_type as DatasetType) && WRAPPED.includes(format)
  if (!plan.import_annotations && !isWrapped) return 'files'
  return Object.hasOwn(readers, format) ? format : 'files'
}

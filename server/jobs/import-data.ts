import { setImmediate as otherWork } from 'node:timers/promises'
import { BlobFiles } from '#adapters/files/blob-files.ts'
import { isFileOfDataset } from '#adapters/files/file-types.ts'
import {
  DONE_TASKS,
  findDataTask,
  listUnfinishedTasks,
  lockUnfinishedTask,
  updateDataTask,
} from '#adapters/sql/data-tasks.ts'
import { findDataset } from '#adapters/sql/datasets.ts'
import type { DatasetRow, DataTaskRow } from '#adapters/sql/tables.ts'
import type { DatasetType } from '#contract/codes.ts'
import { errors, MusterError, type Refusal } from '#contract/errors.ts'
import { formatObjectPath } from '#core/codecs/object-path.ts'
import { mostSamples } from '#core/datasets/dataset-types.ts'
import { detectFormat } from '#core/formats/detect-format.ts'
import { FileFault } from '#core/formats/files.ts'
import type { Cursor, RecordFault } from '#core/formats/record.ts'
import { selectRecord } from '#core/formats/select-records.ts'
import { endImport } from '#server/imports/end-import.ts'
import { readers } from '#server/imports/formats.ts'
import { FoundLabels } from '#server/imports/found-labels.ts'
import type { ImportPlan, ImportProgress } from '#server/imports/import-plan.ts'
import { type StagedRecord, type Staging, stageRecord } from '#server/imports/stage-records.ts'
import { type Chunk, type Storing, storeRecords } from '#server/imports/store-records.ts'
import { inParallel } from '#server/in-parallel.ts'
import type { Services } from '#server/services.ts'
import { createFirstTask } from '#server/usecases/first-task.ts'
import type { JobKind } from './jobs.ts'

/** Records read before they are stored together. */
const CHUNK = 500
/** Files looked at or copied at the same time. */
const AT_ONCE = 16
/** Formats whose files hold texts among other things: without its labels a sample is still not the line. */
const WRAPPED = ['conll', 'jsonl']
/** How long a store that does not answer is waited for before the import ends failed, in milliseconds. */
const PATIENCE = 10 * 60_000

/**
 * Imports data into a dataset (formats 7, behaviour 2.5): reads the source, and stores samples and labels chunk by chunk with the
 * place at which it goes on. A store that does not answer is asked again for some minutes. So does a new dataset get its first
 * samples, and then its first team task.
 */
export function importData(services: Services, most = mostSamples): JobKind {
  const { store } = services
  return {
    unfinished: () => listUnfinishedTasks(store.db, 'import'),
    run: async (task_id) => {
      const task = await findDataTask(store.db, 'import', task_id)
      const dataset = task && (await findDataset(store.db, task.dataset_id))
      if (!task || !dataset || DONE_TASKS.includes(task.status)) return
      try {
        if (!(await readAll(services, task, { dataset, most }))) return
        await endImport(services, task_id, { refusal: null, missed: await createFirstTask(services, dataset) })
      } catch (error) {
        if (await mayComeBack(services, task_id, error)) throw error
        await endImport(services, task_id, { refusal: refusalOf(error), missed: null })
      }
    },
  }
}

/** Answers false when the import must not go on here: the server stops, the task was ended, another process was faster. */
async function readAll(
  services: Services,
  task: DataTaskRow,
  { dataset, most }: { dataset: DatasetRow; most: number },
): Promise<boolean> {
  const { jobs } = services
  const plan: ImportPlan = JSON.parse(task.request)
  const { bucket, key } = plan.source
  const files = new BlobFiles(services, { bucket, prefix: plan.import_type === 'dir' ? key : '' })
  const format = await chooseFormat(services, task, { files, plan, dataset })
  if (format === null) return false
  const after: Cursor | undefined = task.cursor === null ? undefined : JSON.parse(task.cursor)
  const items = readers[format]!(files, {
    ...plan.options,
    dataset_type: dataset.dataset_type as DatasetType,
    ...(plan.import_type === 'manifest' && { file: formatObjectPath(plan.source, 'slash') }),
    isSample: (path) => isFileOfDataset(dataset.dataset_type as DatasetType, path),
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
    ...(plan.dry_run && { met: new Set() }),
  }
  const staging: Staging = { services, dataset, plan, files, texts: new Map() }
  const { labels: before }: ImportProgress = JSON.parse(task.progress)
  const found = plan.dry_run ? new FoundLabels(before) : undefined
  let [records, faults, left]: [FoundRecord[], RecordFault[], number] = [[], [], 0]
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
    ;[records, faults, left] = [[], [], 0]
    stored = chunk.cursor
    return (await storeRecords(services, storing, chunk)) !== null
  }
  let cursor: Cursor | undefined
  for await (const item of items) {
    cursor = item.cursor
    if ('fault' in item) faults.push(item.fault)
    else {
      const { ignored } = item
      const record = selectRecord(item.record, plan)
      if (record) {
        records.push({ record, ...(plan.import_annotations && ignored && { ignored }) })
        found?.add(item.record.labels)
      } else left++
    }
    if (records.length + faults.length + left < CHUNK) continue
    if (jobs.stopped || !(await store(cursor))) return false
    await otherWork()
  }
  return cursor === undefined || store(cursor)
}

type FoundRecord = Pick<StagedRecord, 'record' | 'ignored'>

async function stageAll(
  staging: Staging,
  records: readonly FoundRecord[],
  faults: RecordFault[],
): Promise<StagedRecord[]> {
  const found = await inParallel(records, AT_ONCE, ({ record }) => stageRecord(staging, record))
  return found.flatMap((item, index) => {
    const { ignored } = records[index]!
    if ('record' in item) return [ignored ? { ...item, ignored } : item]
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
  const format = await detectFormat(files, dataset_type as DatasetType)
  if (!plan.import_annotations && !WRAPPED.includes(format)) return 'files'
  return Object.hasOwn(readers, format) ? format : 'files'
}

/** What the owner is told; a fault of the server is in its log. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof FileFault) return errors.importFailed.refusal(`${error.path} ${error.reason}`)
  return error instanceof MusterError ? error.refusal : errors.internalError.refusal()
}

/** A store or a database that is away may come back, and what nobody has foreseen may pass; for a while. */
async function mayComeBack({ store, now }: Services, task_id: string, error: unknown): Promise<boolean> {
  const isFinal = error instanceof FileFault || (error instanceof MusterError && !passing.includes(error.error_code))
  if (isFinal) return false
  const task = await findDataTask(store.db, 'import', task_id)
  return task !== undefined && now() - task.update_time < PATIENCE
}

const passing = [errors.storageFailed.error_code, errors.unavailable.error_code]

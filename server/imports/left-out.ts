import { setImmediate as otherWork } from 'node:timers/promises'
import type { BlobFiles } from '#adapters/files/blob-files.ts'
import { isFileOfDataset } from '#adapters/files/file-types.ts'
import { findDataTask } from '#adapters/sql/data-tasks.ts'
import { findSampleIds } from '#adapters/sql/samples.ts'
import { DatasetType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import type { Reading } from '#core/formats/format.ts'
import { isMaskPath } from '#core/formats/masks/mask-paths.ts'
import type { Services } from '#server/services.ts'
import { type ImportProgress, NO_PROGRESS, type Source } from './import-plan.ts'
import { expectNoFault, type Problem } from './problems.ts'
import { sampleIdAt } from './stage-records.ts'
import { UnusableNames } from './unusable-names.ts'

/** Whether a file is a mask of a dataset of segmented pictures, and no sample. */
export function isMaskOf(dataset_type: number, path: string): boolean {
  return dataset_type === DatasetType.imageSegmentation && isMaskPath(path)
}

type Read = {
  files: BlobFiles
  format: Reading
  /** Ids that a dry run has met. */
  met: ReadonlySet<string> | undefined
}

/**
 * What an import leaves out without having met it: files that no document of its format names, and names that cannot be keys. Asked at
 * the end, of the folder and of the dataset, for whatever happened meanwhile. Undefined when the server stops.
 */
export async function findLeftOut(services: Services, source: Source, read: Read): Promise<Problem[] | undefined> {
  const { plan, dataset } = source
  if (plan.import_type === 'manifest') return []
  const { bucket, key: prefix } = plan.source
  const names = new UnusableNames(prefix)
  const mayLeaveOut = leavesFilesOut(source, read.format)
  let [count, first] = [0, '']
  for await (const page of services.blobs.listBlobs(bucket, { prefix, onUnusable: names.add })) {
    if (services.jobs.stopped) return undefined
    if (!mayLeaveOut) continue
    const paths = page.map(({ key }) => key.slice(prefix.length)).filter((path) => isSampleOf(dataset, path))
    const unnamed = await withoutSample(services, source, { ...read, paths })
    if (count === 0) first = unnamed[0] ?? ''
    count += unnamed.length
    await otherWork()
  }
  const problems = names.problems()
  if (plan.strict) expectNoFault(problems)
  if (count > 0) problems.push(await tellUnnamed(services, source, { count, first }))
  return problems
}

/** Texts are lines, and no file of theirs is a sample; a dry run that was interrupted does not know what it had met before. */
function leavesFilesOut({ plan, dataset, task }: Source, format: Reading): boolean {
  const hasLines = TEXT_DATASET_TYPES.includes(dataset.dataset_type as DatasetType)
  const hasForgotten = plan.dry_run && task.cursor !== null
  return !format.isBeside && plan.import_samples && !hasLines && !hasForgotten
}

function isSampleOf({ dataset_type }: Source['dataset'], path: string): boolean {
  return isFileOfDataset(dataset_type as DatasetType, path) && !isMaskOf(dataset_type, path)
}

async function withoutSample(
  { store }: Services,
  { dataset, plan }: Source,
  { files, met, paths }: Pick<Read, 'files' | 'met'> & { paths: readonly string[] },
): Promise<string[]> {
  if (paths.length === 0) return []
  const ids = paths.map((path) => sampleIdAt({ dataset, plan, files }, path))
  const known = await findSampleIds(store.db, dataset.dataset_id, ids)
  return paths.filter((_, index) => !known.has(ids[index]!) && !met?.has(ids[index]!))
}

/** A fault of a document does not tell which file it was about, so such a file is among those that no document names. */
async function tellUnnamed(
  { store }: Services,
  { task: { task_id } }: Source,
  { count, first }: { count: number; first: string },
): Promise<Problem> {
  const task = await findDataTask(store.db, 'import', task_id)
  const { failed, left_out }: ImportProgress = { ...NO_PROGRESS, ...JSON.parse(task?.progress ?? '{}') }
  const others = [...(failed > 0 ? ['failed'] : []), ...(left_out > 0 ? ['was not asked for'] : [])].join(' or ')
  const why = `no document names it${others && `, or it is among what ${others}`}`
  const [more, them] = count > 1 ? [`; it is the first of ${count} such files`, 'them'] : ['', 'it']
  const reason = `stays out: ${why}${more}; importing the folder as "files" adds ${them}`
  return { kind: 'skipped', path: first, line: null, reason }
}

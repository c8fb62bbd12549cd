import { setImmediate as otherWork } from 'node:timers/promises'
import { BlobFiles } from '#adapters/files/blob-files.ts'
import { isFileOfDataset } from '#adapters/files/file-types.ts'
import type { DatasetType } from '#contract/codes.ts'
import { formatObjectPath } from '#core/codecs/object-path.ts'
import type { ReadOptions } from '#core/formats/format.ts'
import type { Cursor } from '#core/formats/record.ts'
import type { Services } from '#server/services.ts'
import { chooseFormat } from './choose-format.ts'
import { ChunkCollector } from './collect-chunk.ts'
import type { Source } from './import-plan.ts'

/** Records read before they are stored together: few, for other calls wait that long. */
const CHUNK = 200

/**
 * Reads a source and stores samples and labels chunk by chunk with the place at which it goes on. Answers false when that must
 * not go on here: the server stops, the task was ended, another process was faster.
 */
export async function readSource(services: Services, source: Source): Promise<boolean> {
  const { bucket, key } = source.plan.source
  const files = new BlobFiles(services, { bucket, prefix: source.plan.import_type === 'dir' ? key : '' })
  const format = await chooseFormat(services, source, files)
  if (format === null) return false
  const isWanted = (path: string) => source.isWanted?.(path, !format.isSettled) ?? true
  const chunk = new ChunkCollector(services, source, files)
  let cursor: Cursor | undefined
  for await (const item of format.read(files, { ...optionsOf(source), ...(format.isBeside && { isWanted }) })) {
    cursor = item.cursor
    const written = files.latest
    if (format.isBeside) files.latest = 0
    if ('fault' in item) chunk.addFault(item.fault)
    else if (isWanted(item.record.path)) chunk.add(item, written)
    else chunk.pass()
    if (chunk.size < CHUNK) continue
    if (services.jobs.stopped || !(await chunk.store(cursor))) return false
    await otherWork()
  }
  return cursor === undefined || chunk.store(cursor)
}

function optionsOf({ task, dataset, plan }: Source): ReadOptions {
  const dataset_type = dataset.dataset_type as DatasetType
  return {
    ...plan.options,
    dataset_type,
    ...(plan.import_type === 'manifest' && { file: formatObjectPath(plan.source, 'slash') }),
    isSample: (path) => isFileOfDataset(dataset_type, path),
    ...(task.cursor !== null && { after: JSON.parse(task.cursor) }),
    ...(plan.label_format && { label_format: plan.label_format }),
    with_column_header: plan.with_column_header,
    text_offset_unit: dataset.text_offset_unit as 'code_point' | 'utf16',
  }
}

import { setImmediate as otherWork } from 'node:timers/promises'
import { BlobFiles } from '#adapters/files/blob-files.ts'
import { isFileOfDataset } from '#adapters/files/file-types.ts'
import type { DatasetType } from '#contract/codes.ts'
import { formatObjectPath } from '#core/codecs/object-path.ts'
import { inputFolder } from '#core/datasets/dataset-paths.ts'
import type { Reading as Format, ReadOptions } from '#core/formats/format.ts'
import { plainFiles } from '#core/formats/plain-files.ts'
import type { Cursor } from '#core/formats/record.ts'
import type { Services } from '#server/services.ts'
import { chooseFormat } from './choose-format.ts'
import { ChunkCollector } from './collect-chunk.ts'
import type { Source } from './import-plan.ts'
import { findLeftOut, isMaskOf } from './left-out.ts'
import type { Problem } from './problems.ts'
import { placeOfAddress } from './web-files.ts'

/** Records read before they are stored together: few, for other calls wait that long. */
const CHUNK = 200

/**
 * Reads a source and stores samples and labels chunk by chunk with the place at which it goes on. A synchronisation asks for all
 * files: those that no document of the format names come behind the others, without labels, but for masks; an import answers what it
 * leaves out. Undefined when that must not go on here: the server stops, the task was ended, another process was faster.
 */
export async function readSource(services: Services, source: Source): Promise<Problem[] | undefined> {
  const { bucket, key } = source.plan.source
  const files = new BlobFiles(services, { bucket, prefix: source.plan.import_type === 'dir' ? key : '' })
  const format = await chooseFormat(services, source, files)
  if (format === null) return undefined
  const reading = { source, files, chunk: new ChunkCollector(services, source, files) }
  const { isRest, ...after }: Cursor = JSON.parse(source.task.cursor ?? '{}')
  const behind = source.task.cursor === null ? undefined : after
  if (!isRest && !(await readAll(services, { ...reading, format, after: behind }))) return undefined
  if (source.asked === undefined) return findLeftOut(services, source, { files, format, met: reading.chunk.met })
  if (format.isBeside) return []
  const rest = { ...reading, format: plainFiles, after: isRest ? behind : undefined, isRest: true as const }
  return (await readAll(services, rest)) ? [] : undefined
}

type Reading = {
  source: Source
  files: BlobFiles
  chunk: ChunkCollector
  format: Format
  after: Cursor | undefined
  isRest?: true
}

async function readAll(services: Services, { source, files, chunk, format, after, isRest }: Reading): Promise<boolean> {
  const changes = !format.isSettled
  const isMask = (path: string) => isMaskOf(source.dataset.dataset_type, path)
  const isWanted = (path: string) => !(isRest && isMask(path)) && (source.asked?.isWanted(path, changes) ?? true)
  const options = { ...optionsOf(services, source), ...(after && { after }), ...(format.isBeside && { isWanted }) }
  let cursor: Cursor | undefined
  for await (const item of format.read(files, options)) {
    cursor = { ...item.cursor, ...(isRest && { isRest }) }
    const written = files.latest
    if (format.isBeside) files.latest = 0
    if ('fault' in item) chunk.addFault(item.fault)
    else if (!isWanted(item.record.path)) chunk.pass()
    else if (isRest) chunk.addRest(item.record)
    else chunk.add(item, written)
    if (chunk.size < CHUNK) continue
    if (services.jobs.stopped || !(await chunk.store(cursor))) return false
    await otherWork()
  }
  return cursor === undefined || chunk.store(cursor)
}

function optionsOf({ config }: Services, { dataset, plan }: Source): ReadOptions {
  const dataset_type = dataset.dataset_type as DatasetType
  return {
    ...plan.options,
    dataset_type,
    ...(plan.import_type === 'manifest' && { file: formatObjectPath(plan.source, 'slash') }),
    isSample: (path) => isFileOfDataset(dataset_type, path),
    placeOfAddress: (address) => placeOfAddress(address, { hosts: config.importHosts, input: inputFolder(dataset) }),
    ...(plan.label_format && { label_format: plan.label_format }),
    with_column_header: plan.with_column_header,
    text_offset_unit: dataset.text_offset_unit as 'code_point' | 'utf16',
  }
}

import type { BlobStore } from '#adapters/blobs/blob-store.ts'
import { readWavDuration } from '#adapters/files/audio-duration.ts'
import type { BlobFiles } from '#adapters/files/blob-files.ts'
import { readFromBlob } from '#adapters/files/header-reader.ts'
import { sniffContentType, sniffLength } from '#adapters/files/sniff.ts'
import { errors, MusterError } from '#contract/errors.ts'
import { detectFormat } from '#core/formats/detect-format.ts'
import { FileFault } from '#core/formats/files.ts'
import type { ReadOptions } from '#core/formats/format.ts'
import type { ReadItem, SampleRecord } from '#core/formats/record.ts'
import { planRecordLabels } from '#core/labels/plan-record-labels.ts'
import { isRefusal } from '#core/refusal.ts'
import { readers } from '#server/imports/formats.ts'
import { readRecord } from '#server/imports/label-records.ts'
import { fileSample, readFileFacts, textSample } from '#server/usecases/new-samples.ts'
import type { Reading } from './cases.ts'

/** What came of a reading: how many records, faults that were told, and refusals; `wrong` is what must not happen. */
export type Told = { records: number; faults: number; refused: number; wrong: string | null }

/** Items of a tree that are looked at one by one. */
const LOOKED_AT = 300

/** `alive` is called as long as the reading comes on. */
type Tools = { files: BlobFiles; blobs: BlobStore; isSample: (path: string) => boolean; alive: () => void }

/** Items after which the reading is said to come on. */
const STEP = 1000

/** Finds out the format of a tree and reads it to its end, as an import does but for the records it would store; then from a place in it. */
export async function faultOfReading(tools: Tools, reading: Reading): Promise<Told> {
  const told: Told = { records: 0, faults: 0, refused: 0, wrong: null }
  try {
    const { dataset_type } = reading
    await detectFormat(tools.files, { dataset_type, isSample: tools.isSample }).catch(expectTold)
    await lookAt(tools, reading.path).catch(expectTold)
    const items = await readAll(tools, reading, told)
    for (const item of items.slice(0, LOOKED_AT)) {
      if ('fault' in item) told.faults++
      else if (await isTaken(tools, reading, item.record)) told.records++
      else told.refused++
      told.wrong ??= faultOfItem(item)
      tools.alive()
    }
    told.wrong ??= await faultOfGoingOn(tools, reading, items)
    if (reading.trick) told.wrong ??= await faultOfTrick(tools.files, reading.path)
  } catch (error) {
    told.wrong = (error as Error).stack ?? String(error)
  }
  told.wrong ??= faultOfObjects()
  return told
}

async function readAll({ files, isSample, alive }: Tools, { reader, dataset_type, options }: Reading, told?: Told) {
  const items: ReadItem[] = []
  try {
    const read = readers[reader]!.read(files, { dataset_type, isSample, ...options } satisfies ReadOptions)
    for await (const item of read) if (items.push(item) % STEP === 0) alive()
  } catch (error) {
    expectTold(error)
    if (told) told.refused++
  }
  return items
}

/** Whether an import would take the record: its file is there, and its labels keep to the rules. */
async function isTaken({ files, blobs }: Tools, { dataset_type }: Reading, record: SampleRecord): Promise<boolean> {
  try {
    const place = files.place(record.path)
    const info = await files.info(record.path)
    if (!info) return false
    const file = { bucket: place.bucket, info: { ...info, key: place.key } }
    const home = { dataset_id: 'dataset', dataset_type }
    const { text, line = null } = record
    const sample =
      text === undefined
        ? fileSample(home, file, await readFileFacts(blobs, dataset_type, file), 0)
        : textSample(home, file, { line, text }, 0)
    let key = 0
    const situation = { dataset_type, definitions: [], newKey: () => ++key, newId: () => String(++key), anyNames: true }
    const { labelSet } = planRecordLabels(situation, [record.labels])
    const dataset = { dataset_type, content_labeling: 1, text_overlaps: 0 }
    const read = readRecord(
      { record, sample: { ...sample, sample_key: 1 }, metadata: {} },
      { dataset, labelSet, by: 'owner', now: 0 },
    )
    return !isRefusal(read)
  } catch (error) {
    expectTold(error)
    return false
  }
}

/** Whatever the file is called: what it is, how large or long, and its pixels as those of a mask. */
async function lookAt({ files, blobs }: Tools, path: string): Promise<void> {
  const { bucket, key } = files.place(path)
  const read = readFromBlob(blobs, bucket, key)
  sniffContentType(await read(0, sniffLength))
  await readWavDuration(read, (await files.info(path))?.size ?? 0)
  await files.pixels(path)
}

/** Only what can be told to the owner may be thrown, and that a store failed is never the fault of a file. */
function expectTold(error: unknown): void {
  if (error instanceof FileFault) {
    if (error.reason === 'takes too long or too much memory') throw new Error(error.message)
    return
  }
  if (!(error instanceof MusterError) || internal.includes(error.error_code)) throw error
}

const internal = [errors.storageFailed.error_code, errors.internalError.error_code]

function faultOfItem(item: ReadItem): string | null {
  const written = JSON.stringify(item)
  if (written.includes('SECRET OF ANOTHER') || written.includes('/muster-fuzz-'))
    return `what lies outside is told: ${written}`
  if ('record' in item) return typeof item.record.path === 'string' ? null : `a record without a path: ${written}`
  const { path, reason } = item.fault
  const isTold = typeof path === 'string' && typeof reason === 'string' && reason.trim() !== ''
  return isTold ? null : `a fault that says nothing: ${written}`
}

/** An import that was interrupted somewhere must find exactly what is left. */
async function faultOfGoingOn(tools: Tools, reading: Reading, items: readonly ReadItem[]): Promise<string | null> {
  if (items.length === 0 || items.length > LOOKED_AT) return null
  const at = Math.floor(items.length / 2)
  const after = JSON.parse(JSON.stringify(items[at]!.cursor))
  const rest = await readAll(tools, { ...reading, options: { ...reading.options, after } })
  const [wanted, found] = [items.slice(at + 1), rest].map((list) => JSON.stringify(list))
  return wanted === found ? null : `read on from ${JSON.stringify(after)} it is ${found}\n instead of ${wanted}`
}

/** What is no file in the store is missing, whatever it leads to. */
async function faultOfTrick(files: BlobFiles, path: string): Promise<string | null> {
  if (await files.has(path)) return 'what is no file is there'
  const text = await files.text(path).catch(expectTold)
  return text === undefined ? null : `what is no file has the text ${JSON.stringify(text)}`
}

const members = Object.getOwnPropertyNames(Object.prototype).length + Object.getOwnPropertyNames(Array.prototype).length

function faultOfObjects(): string | null {
  const now = Object.getOwnPropertyNames(Object.prototype).length + Object.getOwnPropertyNames(Array.prototype).length
  return now === members ? null : 'all objects have got a new member'
}

import { type DatasetType, SAMPLE_USAGES, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { faultOfText, quote } from '#contract/text.ts'
import { durationKey, idKey, usageKey } from '#core/formats/extension-keys.ts'
import { FileFault, type ReadFiles } from '#core/formats/files.ts'
import type { PictureFinder } from '#core/formats/find-picture.ts'
import type { ReadOptions } from '#core/formats/format.ts'
import { faultOfValue, isObject, type JsonObject } from '#core/formats/json-object.ts'
import { type ReadRecord, type SampleRecord, withIgnored } from '#core/formats/record.ts'
import { isSide, sizeOf } from '#core/formats/written-size.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import { keys } from '#core/labels/property-keys.ts'
import { isServed, readAddress } from './addresses.ts'
import { chooseAnnotation } from './choose-annotation.ts'
import { dropLooseEnds, readResults } from './read-results.ts'
import { dataKeyOf, isMetadata } from './words.ts'

/** `line` counts the tasks of the document from 1. */
export type TaskPlace = { path: string; line: number }

type Problem = (reason: string) => FileFault

/** The sample of a task. A task that is wrong in any part is a fault as a whole: half of its labels would say something else. */
export async function readTask(
  files: ReadFiles,
  given: unknown,
  place: TaskPlace,
  { options, finder }: { options: ReadOptions; finder: PictureFinder },
): Promise<ReadRecord> {
  const problem: Problem = (reason) => new FileFault(place.path, `has a task ${place.line} that ${reason}`)
  if (!isObject(given) || !isObject(given.data)) throw problem('has no data')
  const { dataset_type, text_offset_unit: unit = 'code_point' } = options
  const ignored: string[] = []
  const data = new Map(Object.entries(given.data).filter(([, value]) => value !== null))
  const isText = TEXT_DATASET_TYPES.includes(dataset_type)
  const key = findKey(data, options, isText)
  const named = key === undefined ? undefined : data.get(key)
  if (typeof named !== 'string') throw problem(`has no ${quote(dataKeyOf(dataset_type, options))} in its data`)
  if (isText) checkText(named, problem)
  const path = isText ? place.path : await findFile(named, place, { options, finder }, problem)
  const chosen = chooseAnnotation(given, ignored)
  if (typeof chosen === 'string') throw problem(chosen)
  const { results = [], isPredicted = false, maker = {} } = chosen ?? {}
  const isPicture = dataset_type < TEXT_DATASET_TYPES[0]!
  const size = isPicture ? sizeFor(results, await files.imageSize(path), problem) : undefined
  const text = isText ? named : ''
  const read = readResults(results, { dataset_type, text, unit, size, maker, ignored })
  if (typeof read === 'string') throw problem(read)
  const labels = dropLooseEnds(read, ignored)
  const head = readHead(data, key!, { dataset_type, results, ignored }, problem)
  // An annotation without results: somebody looked and found nothing.
  const isEmpty = chosen !== undefined && !isPredicted && results.length === 0
  if (given.meta && Object.keys(given.meta).length > 0) ignored.push('the meta of the task')
  const { metadata, ...said } = head
  const record: SampleRecord = {
    path,
    ...(isText && { text: named, line: place.line }),
    ...said,
    ...(size && { size }),
    labels,
    ...(isPredicted && labels.length > 0 && { unconfirmed: true as const }),
    metadata: { ...metadata, ...(isEmpty && { [keys.empty]: 1 }) },
  }
  return withIgnored(record, ignored)
}

/** Under the usual key, else the only text, or the only name of a file of the dataset's kind, that there is. */
function findKey(data: ReadonlyMap<string, unknown>, options: ReadOptions, isText: boolean): string | undefined {
  const usual = dataKeyOf(options.dataset_type, options)
  if (typeof data.get(usual) === 'string') return usual
  const fitting = [...data].flatMap(([key, value]) => {
    if (typeof value !== 'string' || key.startsWith('@m')) return []
    return isText || readAddress(value).some((path) => options.isSample(path)) ? [key] : []
  })
  return fitting.length === 1 || !isText ? fitting[0] : undefined
}

function checkText(text: string, problem: Problem): void {
  const fault = faultOfText(text)
  if (fault !== undefined) throw problem(`holds ${fault} in its text`)
  if (text.trim() === '') throw problem('has an empty text')
  if (isServed(text)) throw problem(`names a file, ${quote(text)}, and does not hold the text itself`)
}

async function findFile(
  address: string,
  { path }: TaskPlace,
  { options, finder }: { options: ReadOptions; finder: PictureFinder },
  problem: Problem,
): Promise<string> {
  let fault = ''
  for (const named of readAddress(address)) {
    const { found, problem: reason } = await finder.find(path, named)
    if (found !== undefined && options.isSample(found)) return found
    fault = reason === undefined || fault !== '' ? fault : reason
  }
  throw problem(`names the file ${quote(address)}, which ${fault || 'is of another kind'}`)
}

/** The size of the picture, also where only its results say it. */
function sizeFor(results: readonly unknown[], known: ImageSize | undefined, problem: Problem): ImageSize | undefined {
  const said = results.find((one): one is JsonObject => isObject(one) && isSide(one.original_width))
  if (!said) return known
  const { original_width: width, original_height: height } = said
  const size = sizeOf({ ...(isSide(width) && { width }), ...(isSide(height) && { height }) }, known)
  if (typeof size === 'string') throw problem(`says that its picture ${size}`)
  return size
}

type Head = Pick<SampleRecord, 'id' | 'usage' | 'duration' | 'metadata'>

function readHead(
  data: ReadonlyMap<string, unknown>,
  key: string,
  more: { dataset_type: DatasetType; results: readonly unknown[]; ignored: string[] },
  problem: Problem,
): Head {
  const head: Head = { metadata: {} }
  const kept: [string, unknown][] = []
  for (const [name, value] of data) {
    const usage = SAMPLE_USAGES.find((one) => one === value)
    if (name === key) continue
    if (name === idKey && typeof value === 'string' && faultOfText(value) === undefined) head.id = value
    else if (name === usageKey && usage !== undefined) head.usage = usage
    else if (name === durationKey && isDuration(value)) head.duration = value
    else if ([idKey, usageKey, durationKey, keys.empty].includes(name)) more.ignored.push(`data.${name}`)
    else if (!isMetadata(name, value, more.dataset_type)) more.ignored.push(`data.${name}`)
    else kept.push([name, value])
  }
  head.metadata = Object.fromEntries(kept)
  // Seconds of a sound.
  const length = more.results.find((one): one is JsonObject => isObject(one) && typeof one.original_length === 'number')
  const duration = Math.round(Number(length?.original_length) * 1000)
  if (head.duration === undefined && isDuration(duration)) head.duration = duration
  const fault = faultOfValue(head.metadata)
  if (fault !== undefined) throw problem(`holds ${fault} in its data`)
  return head
}

function isDuration(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0
}

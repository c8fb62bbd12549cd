import { SAMPLE_USAGES, type SampleUsage, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { quote } from '#contract/text.ts'
import { videoOf } from '#core/datasets/key-frames.ts'
import type { ReadFiles } from '#core/formats/files.ts'
import type { ReadOptions } from '#core/formats/format.ts'
import { parseJsonLine } from '#core/formats/json-line.ts'
import type { JsonObject } from '#core/formats/json-object.ts'
import {
  type ReadItem,
  type ReadRecord,
  type RecordFault,
  type SampleRecord,
  withIgnored,
} from '#core/formats/record.ts'
import { faultOf } from '#core/formats/record-fault.ts'
import { vocOptionsOf } from '#core/formats/voc/voc-options.ts'
import { mayBeHard } from '#core/labels/label-types.ts'
import { keys } from '#core/labels/property-keys.ts'
import { contentScheme, readLocation } from './locations.ts'
import { inheritMarks, type LineContext, readAnnotation } from './read-annotation.ts'
import { Fields } from './read-fields.ts'
import { readMetadata } from './read-metadata.ts'
import { sampleTypesOf } from './words.ts'

/** What a manifest is called where nobody says. */
export const usualName = 'export.manifest'

/** In bytes; a line holds one sample (formats 3.1). */
const longestLine = 16 * 1024 * 1024

/**
 * Reads a manifest line by line (formats 3). `options.file` is its path and `options.root` the root of the tree from the
 * top of the store, `/bucket/a/`, without which the files in it are named from the top like any other. The VOC files it names are read as it goes. A line
 * that is wrong is told and left out; a manifest that cannot be read at all throws a FileFault. Whether the files of the samples
 * are there is for the caller to see.
 */
export async function* readManifest(files: ReadFiles, options: ReadOptions): AsyncGenerator<ReadItem> {
  const path = options.file ?? usualName
  const { line = 0, offset = 0 } = options.after ?? {}
  for await (const found of files.lines(path, { from: { line, offset }, longest: longestLine })) {
    const cursor = { line: found.line, offset: found.end }
    if ('problem' in found) yield { cursor, fault: { path, line: found.line, reason: found.problem } }
    else yield { cursor, ...(await readLine(found.text, { files, path, line: found.line }, options)) }
  }
}

type Place = { files: ReadFiles; path: string; line: number }

async function readLine(
  text: string,
  place: Place,
  options: ReadOptions,
): Promise<ReadRecord | { fault: RecordFault }> {
  try {
    return await readSample(parseJsonLine(text, place), place, options)
  } catch (error) {
    const { path, line, reason } = faultOf(error)
    // A fault in a VOC file is told with the file, and the line of the manifest that named it.
    const where = path === place.path ? '' : ` (named in line ${place.line} of ${place.path})`
    return { fault: { path, ...(line !== undefined && { line }), reason: `${reason}${where}` } }
  }
}

async function readSample(given: JsonObject, place: Place, options: ReadOptions): Promise<ReadRecord> {
  const { dataset_type } = options
  const fields = new Fields(place, given, '')
  const source = readSource(fields, place, options)
  const type = fields.get('sample-type')
  if (type !== undefined && !sampleTypesOf(dataset_type).includes(type as number)) {
    throw fields.fault('sample-type', `does not fit a dataset of type ${dataset_type}`)
  }
  const [usage, id] = [readUsage(fields), fields.text('id')]
  const ignored: string[] = []
  const head = readMetadata(fields, treeOf(place, options), dataset_type, ignored)
  const { metadata } = head
  const context: LineContext = {
    ...place,
    ...(typeof options.root === 'string' && { root: options.root }),
    dataset_type,
    origin: vocOptionsOf(options).origin,
    unit: options.text_offset_unit ?? 'code_point',
    ...(source.text !== undefined && { text: source.text }),
  }
  const found = await readAnnotation(fields.get('annotation'), context, head.size)
  if (found.isEmpty) metadata[keys.empty] = 1
  if (mayBeHard(dataset_type)) inheritMarks(metadata, found)
  const size = found.size ?? head.size
  ignored.push(...found.ignored, ...fields.rest())
  const record: SampleRecord = {
    ...source,
    ...(id && { id }),
    ...(usage && { usage }),
    ...(size && { size }),
    ...(head.duration !== undefined && { duration: head.duration }),
    labels: found.labels,
    ...(head.unconfirmed && found.labels.length > 0 && { unconfirmed: true as const }),
    metadata,
  }
  return withIgnored(record, ignored)
}

function readSource(
  fields: Fields,
  place: Place,
  options: ReadOptions,
): Pick<SampleRecord, 'path' | 'address' | 'text' | 'line'> {
  const { dataset_type, isSample, placeOfAddress } = options
  const source = fields.text('source')
  if (!source) throw fields.fault('source', 'must be given')
  const isText = TEXT_DATASET_TYPES.includes(dataset_type)
  const isContent = source.startsWith(contentScheme)
  if (isContent !== isText) {
    throw fields.fault('source', isText ? `must be ${contentScheme} and the text` : 'is a text, not the name of a file')
  }
  if (isContent) {
    const text = source.slice(contentScheme.length)
    if (text.trim() === '') throw fields.fault('source', 'holds no text')
    return { path: place.path, line: place.line, text }
  }
  const isOfWeb = placeOfAddress !== undefined && /^https?:\/\//i.test(source)
  const found = isOfWeb ? placeOfAddress(source) : readLocation(source, treeOf(place, options))
  if ('problem' in found) throw fields.fault('source', `${found.problem}: ${quote(source)}`)
  // A key frame is a picture, whatever its dataset takes else: its file is looked at when it is taken.
  if (!isSample(found.path) && videoOf(dataset_type, fields.object('property')) === undefined) {
    throw fields.fault('source', `is no file of such a dataset: ${quote(source)}`)
  }
  return { path: found.path, ...(isOfWeb && { address: source }) }
}

function treeOf({ path }: Place, { root }: ReadOptions): { file: string; root?: string } {
  return { file: path, ...(typeof root === 'string' && { root }) }
}

/** Published manifests show `TRAIN` as well as `train` (formats 13.16); empty is undecided. */
function readUsage(fields: Fields): SampleUsage | undefined {
  const text = fields.text('usage')?.trim().toUpperCase()
  if (!text) return undefined
  const usage = SAMPLE_USAGES.find((one) => one === text)
  if (usage === undefined) throw fields.fault('usage', `must be one of ${SAMPLE_USAGES.join(', ')}`)
  return usage
}

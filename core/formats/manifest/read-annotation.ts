import type { LabelType } from '#contract/codes.ts'
import { quote } from '#contract/text.ts'
import { FileFault, type ReadFiles } from '#core/formats/files.ts'
import { isObject, type JsonObject } from '#core/formats/json-object.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import type { OffsetUnit } from '#core/formats/text-span.ts'
import { placeByMask } from '#core/formats/voc/mask-objects.ts'
import { readVoc } from '#core/formats/voc/read-voc.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import { labelTypesOf, ruleOf } from '#core/labels/label-types.ts'
import { keys } from '#core/labels/property-keys.ts'
import { readLocation } from './locations.ts'
import { Fields } from './read-fields.ts'
import { readProperty } from './read-property.ts'
import { drawnTypes, readAnnotator, readTime, typeAliases, typeWords } from './words.ts'

/** What the entries of one line are read with. */
export type LineContext = {
  files: ReadFiles
  path: string
  line: number
  dataset_type: number
  /** From the top of the store, where it is known. */
  root?: string
  origin: 0 | 1
  unit: OffsetUnit
  text?: string
}

/** The sample as far as its entries tell of it. */
export type Annotated = {
  labels: RecordLabel[]
  size?: ImageSize
  /** A file of shapes was read, and held none. */
  isEmpty: boolean
  /** Marks of hard examples that stand at a file of shapes. */
  hard?: boolean
  coefficient?: number
  ignored: string[]
}

/** Reads `annotation` of a line (formats 3.3). Throws a `FileFault`. */
export async function readAnnotation(
  given: unknown,
  context: LineContext,
  size: ImageSize | undefined,
): Promise<Annotated> {
  const found: Annotated = { labels: [], ...(size && { size }), isEmpty: false, ignored: [] }
  if (given === undefined) return found
  const lineFields = new Fields(context, {}, '')
  if (!Array.isArray(given)) throw lineFields.fault('annotation', 'must be a list')
  for (const [index, one] of given.entries()) {
    const name = `annotation[${index}]`
    if (!isObject(one)) throw lineFields.fault(name, 'must be an object')
    await readEntry(one, name, context, found)
  }
  found.isEmpty &&= found.labels.length === 0
  return found
}

async function readEntry(given: JsonObject, name: string, context: LineContext, found: Annotated): Promise<void> {
  const entry = new Fields(context, given, name)
  const type = readType(entry, context.dataset_type)
  const said = readMaker(entry, name, found)
  if (drawnTypes.includes(type)) await readShapes(entry, type, said, context, found)
  else found.labels.push(readLabel(entry, name, type, said, context, found))
  found.ignored.push(...entry.rest())
}

/** The part behind the slash counts, so another product's prefix reads as well. */
function readType(entry: Fields, dataset_type: number): LabelType {
  const text = entry.text('type')
  if (text === undefined) throw entry.fault('type', 'must be given')
  const word = text.slice(text.lastIndexOf('/') + 1)
  const type = labelTypesOf(dataset_type).find((one) => typeWords.get(one) === (typeAliases.get(word) ?? word))
  if (type === undefined) throw entry.fault('type', `does not fit a dataset of type ${dataset_type}: ${quote(text)}`)
  return type as LabelType
}

type Maker = Pick<RecordLabel, 'annotated_by' | 'creation_time' | 'score'>

function readMaker(entry: Fields, name: string, found: Annotated): Maker {
  const annotator = entry.text('annotated-by')
  const score = entry.coefficient('confidence')
  const written = entry.get('creation-time')
  const time = typeof written === 'string' ? readTime(written) : undefined
  // Nobody loses a label for a date in another spelling.
  if (written !== undefined && time === undefined) found.ignored.push(`${name}.creation-time`)
  return {
    ...(annotator && { annotated_by: readAnnotator(annotator) }),
    ...(time !== undefined && { creation_time: time }),
    ...(score !== undefined && { score }),
  }
}

function readLabel(
  entry: Fields,
  name: string,
  type: LabelType,
  said: Maker,
  context: LineContext,
  found: Annotated,
): RecordLabel {
  const title = entry.text('name')
  if (!title && ruleOf(type).named) throw entry.fault('name', 'must be given')
  const id = entry.text('id')
  const ignored: string[] = []
  const property = readProperty(entry, type, context, ignored)
  found.ignored.push(...ignored.map((key) => `${name}.${key}`))
  return { ...(title && { name: title }), type, ...(id && { id }), ...said, property }
}

/** The labels of a VOC file, which may say themselves by whom and when they were made. */
async function readShapes(
  entry: Fields,
  type: LabelType,
  { score, ...said }: Maker,
  context: LineContext,
  found: Annotated,
): Promise<void> {
  const format = entry.text('annotation-format')
  if (format && format.trim().toUpperCase() !== 'PASCAL VOC') {
    throw entry.fault('annotation-format', `must be PASCAL VOC, not ${quote(format)}`)
  }
  const location = entry.text('annotation-loc')
  if (!location) throw entry.fault('annotation-loc', 'must be given')
  const read = readLocation(location, { file: context.path, root: context.root })
  if ('problem' in read) throw entry.fault('annotation-loc', read.problem)
  const root = await context.files.xml(read.path)
  const picture = readVoc(root, {
    path: read.path,
    type,
    origin: context.origin,
    places: await placeByMask(context.files, root, { path: read.path, type, size: found.size }),
    ...(found.size && { size: found.size }),
  })
  if (picture.size) found.size = picture.size
  found.labels.push(...picture.labels.map((label) => ({ ...(score !== undefined && { score }), ...said, ...label })))
  const ids = found.labels.flatMap(({ id }) => id ?? [])
  if (new Set(ids).size < ids.length) throw new FileFault(read.path, 'gives an id that another file of the sample has')
  found.isEmpty = picture.labels.length === 0
  found.ignored.push(...picture.ignored)
  const [hard, coefficient] = [entry.flag('hard'), entry.coefficient('hard-coefficient')]
  if (hard !== undefined) found.hard = hard
  if (coefficient !== undefined) found.coefficient = coefficient
}

/** Marks of the file count for the sample, unless it has its own (formats 3.2). */
export function inheritMarks(metadata: JsonObject, { hard, coefficient }: Annotated): void {
  if (hard !== undefined && metadata[keys.hard] === undefined) metadata[keys.hard] = hard
  if (coefficient !== undefined && metadata[keys.hardCoefficient] === undefined) {
    metadata[keys.hardCoefficient] = coefficient
  }
}

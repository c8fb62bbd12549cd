import { LabelType } from '#contract/codes.ts'
import { faultOfText, quote } from '#contract/text.ts'
import { decodeCoefficient } from '#core/codecs/hard.ts'
import { annotatorKey, idKey, timeKey } from '#core/formats/extension-keys.ts'
import { decodeExtension } from '#core/formats/extension-text.ts'
import { FileFault } from '#core/formats/files.ts'
import { type Place, placeProperty } from '#core/formats/places/place.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import { childOf, textOf, type XmlElement } from '#core/formats/xml.ts'
import type { ImageSize, Shape } from '#core/geometry/shape.ts'
import { mayBeHard } from '#core/labels/label-types.ts'
import { isExtensionKey, keys, typedKeys } from '#core/labels/property-keys.ts'
import { filler, fillerAttribute, flags, partKey } from './voc-keys.ts'
import { isShapeName, readVocShape } from './voc-shapes.ts'

export type VocContext = {
  /** Where the document stands, for faults. */
  path: string
  /** Type of the labels: detection, segmentation or video. */
  type: LabelType
  /** First pixel of the file (formats 11, `voc_origin`). */
  origin: 0 | 1
  /** Of the picture itself, where it is known. */
  size?: ImageSize
  /** Of objects that are drawn in a mask alone. */
  places?: ReadonlyMap<XmlElement, Place>
}

export type VocPicture = {
  labels: RecordLabel[]
  size?: ImageSize
  filename?: string
  /** Understood, but without a place here. */
  ignored: string[]
}

type Property = Map<string, unknown>

const hardKeys: ReadonlySet<string> = new Set([keys.hard, keys.hardReasons])

/** Reads the annotation of one picture (formats 5). Throws a `FileFault` with the line at the first thing that is wrong. */
export function readVoc(root: XmlElement, context: VocContext): VocPicture {
  if (root.name !== 'annotation') throw faultIn(root, context, `is a document <${root.name}>, not <annotation>`)
  const size = readVocSize(root, context)
  const picture: VocPicture = { labels: [], ignored: [] }
  const filename = textOf(root, 'filename')
  if (filename) picture.filename = filename
  if (size) picture.size = size
  for (const element of root.children) {
    if (element.name === 'object') readObject(element, picture, { ...context, size })
  }
  const ids = new Set<string>()
  for (const { id } of picture.labels) {
    if (id === undefined) continue
    if (ids.has(id)) throw new FileFault(context.path, `gives the id ${quote(id)} twice`)
    ids.add(id)
  }
  return picture
}

/** What the file says of width and height has to be true of the picture, or its boxes would lie elsewhere. */
function readVocSize(root: XmlElement, context: VocContext): ImageSize | undefined {
  const element = childOf(root, 'size')
  const known = context.size
  if (!element) return known
  const read = (name: string) => {
    const text = textOf(element, name) ?? ''
    // Some tools write 0 where they do not know.
    if (text === '' || text === '0') return undefined
    if (/^[1-9]\d{0,9}$/.test(text) && Number(text) < 2 ** 31) return Number(text)
    throw faultIn(element, context, `has the ${name} ${quote(text)}, which must be a whole number`)
  }
  const [width, height] = [read('width'), read('height')]
  const depth = read('depth') ?? known?.[2] ?? 3
  if (width === undefined || height === undefined) return known
  if (known && (known[0] !== width || known[1] !== height)) {
    const reason = `is made for a picture of ${width} x ${height} pixels, but it has ${known[0]} x ${known[1]}`
    throw faultIn(element, context, reason)
  }
  return [width, height, depth]
}

function readObject(element: XmlElement, picture: VocPicture, context: VocContext, parent?: string): void {
  const property: Property = new Map(Object.entries(placeProperty(readPlace(element, context))))
  const label: RecordLabel = { name: readName(element, context), type: context.type }
  for (const child of element.children) {
    if (flags.has(child.name)) {
      if (child.attributes[fillerAttribute] !== filler) set(property, child.name, child.text.trim(), child, context)
    } else if (child.name === 'confidence') {
      label.score = decodeCoefficient(child.text.trim())
      if (label.score === undefined) throw faultIn(child, context, 'has a confidence that is no number from 0 to 1')
    }
  }
  readCoefficient(element, property, picture, context)
  const properties = childOf(element, 'properties')
  if (properties) readProperties(properties, property, picture, context)
  takeFields(label, property, element, context)
  if (parent !== undefined) property.set(partKey, parent)
  label.property = Object.fromEntries(property)
  picture.labels.push(label)
  const parts = element.children.filter(({ name }) => name === 'part')
  if (parts.length === 0) return
  if (parent !== undefined) throw faultIn(element, context, 'has a part of a part')
  label.id ??= freeId(picture.labels.length, element)
  for (const part of parts) readObject(part, picture, context, label.id)
}

/** Not trimmed, but for the lines of an indented file: spaces belong to a name (formats 3.3). */
function readName(element: XmlElement, context: VocContext): string {
  const text = childOf(element, 'name')?.text ?? ''
  const name = text.includes('\n') ? text.trim() : text
  if (name.trim() === '') throw faultIn(element, context, 'has an object without a name')
  return checkText(name, element, context)
}

function readPlace(element: XmlElement, context: VocContext): Place {
  return context.places?.get(element) ?? { shape: readShape(element, context) }
}

function readShape(element: XmlElement, context: VocContext): Shape {
  const shapes = element.children.filter(({ name }) => isShapeName(name))
  // Many tools write the box around an outline beside it.
  const drawn = shapes.filter(({ name }) => name !== 'bndbox')
  const [found, second] = shapes.length === 2 && drawn.length === 1 ? drawn : shapes
  if (!found) throw faultIn(element, context, 'has an object without a shape')
  if (second) throw faultIn(second, context, `has an object with two shapes, ${found.name} and ${second.name}`)
  if (context.type === LabelType.imageSegmentation && found.name !== 'polygon') {
    throw faultIn(found, context, `has a ${found.name}, but segmentation takes polygons alone`)
  }
  const shape = readVocShape(found, context.origin, context.size)
  if (typeof shape === 'string') throw faultIn(found, context, shape)
  return shape
}

/** `difficult-coefficient` is what the vendor's own reader looks for (formats 5). */
function readCoefficient(element: XmlElement, property: Property, picture: VocPicture, context: VocContext): void {
  const found = childOf(element, 'hard-coefficient') ?? childOf(element, 'difficult-coefficient')
  if (!found) return
  const text = found.text.trim()
  if (decodeCoefficient(text) === undefined) {
    throw faultIn(found, context, `has a ${found.name} that is no number from 0 to 1`)
  }
  if (mayBeHard(context.type)) property.set(keys.hardCoefficient, text)
  else picture.ignored.push(`${found.name} in line ${found.line} of ${context.path}`)
}

/** Pairs of key and value, or, in older files, an element named like the attribute. */
function readProperties(element: XmlElement, property: Property, picture: VocPicture, context: VocContext): void {
  for (const child of element.children) {
    const key = child.name === 'property' ? childOf(child, 'key') : undefined
    const name = key?.text ?? child.name
    const text = checkText((key ? childOf(child, 'value')?.text : child.text) ?? '', child, context)
    if (typedKeys.has(name) && !(mayBeHard(context.type) && hardKeys.has(name))) {
      picture.ignored.push(`${name} in line ${child.line} of ${context.path}`)
      continue
    }
    set(property, checkText(name, child, context), isExtensionKey(name) ? decodeExtension(text) : text, child, context)
  }
}

/** The fields of a label that travelled among its properties. */
function takeFields(label: RecordLabel, property: Property, element: XmlElement, context: VocContext): void {
  const take = (key: string, isRight: (value: unknown) => boolean): unknown => {
    const value = property.get(key)
    if (value !== undefined && !isRight(value)) throw faultIn(element, context, `has a bad ${key}`)
    property.delete(key)
    return value ?? undefined
  }
  const isText = (value: unknown) => typeof value === 'string'
  const id = take(idKey, isText)
  const annotator = take(annotatorKey, isText)
  const time = take(timeKey, Number.isSafeInteger)
  if (id !== undefined) label.id = id as string
  if (annotator !== undefined) label.annotated_by = annotator as string
  if (time !== undefined) label.creation_time = time as number
}

function set(property: Property, key: string, value: unknown, element: XmlElement, context: VocContext): void {
  if (property.has(key)) throw faultIn(element, context, `says ${quote(key)} twice of one object`)
  property.set(key, value)
}

/** What parts refer to where the file gives no id: the place of the object, which no other object has. */
function freeId(place: number, { line }: XmlElement): string {
  return `object-${place}-${line}`
}

function checkText(text: string, element: XmlElement, context: VocContext): string {
  const fault = faultOfText(text)
  if (fault !== undefined) throw faultIn(element, context, `holds ${fault}`)
  return text
}

function faultIn(element: XmlElement, { path }: VocContext, reason: string): FileFault {
  return new FileFault(path, reason, element.line)
}

import { LabelType } from '#contract/codes.ts'
import { annotatorKey, idKey, timeKey } from '#core/formats/extension-keys.ts'
import { encodeExtension } from '#core/formats/extension-text.ts'
import { lossOf } from '#core/formats/losses.ts'
import { baseName } from '#core/formats/paths.ts'
import { boxOfMask } from '#core/formats/places/box-pixels.ts'
import { maskOfPolygon, shapeOf } from '#core/formats/places/place.ts'
import type { Loss, RecordLabel, SampleRecord } from '#core/formats/record.ts'
import { escapeXml, fitsXml } from '#core/formats/xml.ts'
import { boundsOf, type Shape } from '#core/geometry/shape.ts'
import { isExtensionKey, keys } from '#core/labels/property-keys.ts'
import { filler, fillerAttribute, flags, partKey } from './voc-keys.ts'
import type { VocOptions } from './voc-options.ts'
import { writeVocShape } from './voc-shapes.ts'

export type VocTarget = VocOptions & {
  /** Where the mask of a segmented picture stands, as the file says it. */
  mask_source?: string
  /** Colours of labels in that mask as [r, g, b]. */
  colorOf?(name: string): readonly number[] | undefined
  /** Whether an object of another shape has a box around it as well: most readers want one. */
  isBoxed?: true
  /** What is said elsewhere of all labels at once. */
  said?: Pick<RecordLabel, 'annotated_by' | 'creation_time'>
}

/** A label of the record by its place, and the labels drawn as parts of it. */
type Object = { index: number; parts: number[] }

/**
 * The annotation of one picture (formats 5), whether it has labels or not, and what of its labels the file does not hold.
 * What it is worth as a sample (usage, metadata) is not its business.
 */
export function writeVoc(
  record: SampleRecord,
  target: VocTarget,
): {
  xml: string
  /** How many labels the file holds. */
  drawn: number
  losses: Loss[]
} {
  const writer = new VocWriter(record, target)
  const objects = groupParts(record.labels).flatMap((object) => writer.writeObject(object))
  const { size, labels } = record
  const [width, height, depth] = size ?? []
  const isSegmented =
    target.mask_source !== undefined || labels.some(({ type }) => type === LabelType.imageSegmentation)
  const xml = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<annotation>',
    `  <folder>Images</folder>${tag('filename', baseName(record.path))}<source><database>Unknown</database></source>`,
    `  ${size ? `<size>${tag('width', width)}${tag('height', height)}${tag('depth', depth)}</size>` : ''}${tag('segmented', isSegmented ? 1 : 0)}`,
    ...(target.mask_source === undefined ? [] : [`  ${tag('mask_source', target.mask_source)}`]),
    ...objects.map((object) => `  ${object}`),
    '</annotation>',
    '',
  ].join('\n')
  return { xml, drawn: writer.drawn, losses: writer.losses }
}

class VocWriter {
  readonly losses: Loss[] = []
  drawn = 0
  readonly record: SampleRecord
  readonly target: VocTarget

  constructor(record: SampleRecord, target: VocTarget) {
    this.record = record
    this.target = target
  }

  /** The element, or none where nothing of the label can be drawn. */
  writeObject({ index, parts }: Object): string[] {
    const shape = this.#writeShape(index)
    if (shape === undefined) return parts.flatMap((part) => this.writeObject({ index: part, parts: [] }))
    const inner = this.#writeInner(index, shape, false)
    const found = parts.flatMap((part) => {
      const own = this.#writeShape(part)
      return own === undefined ? [] : [`    <part>${this.#writeInner(part, own, true)}</part>`]
    })
    return [[`<object>${inner}`, ...found].join('\n').concat('</object>')]
  }

  #writeInner(index: number, shape: string, isPart: boolean): string {
    this.drawn++
    const label = this.record.labels[index]!
    const property = label.property ?? {}
    const coefficient = property[keys.hardCoefficient]
    const color = this.target.mask_source === undefined ? undefined : this.target.colorOf?.(label.name!)
    const head = [
      tag('name', label.name),
      ...[...flags].map(([name, byDefault]) =>
        this.#writeFlag(index, name, property[name], isPart ? undefined : byDefault),
      ),
      ...(label.score === undefined ? [] : [tag('confidence', label.score)]),
      ...(coefficient === undefined ? [] : [tag('hard-coefficient', coefficient)]),
      ...(color ? [tag('mask_color', color.join(','))] : []),
    ]
    const properties = this.#writeProperties(index, label, isPart)
    const lines = properties === '' ? [] : [`    <properties>${properties}</properties>`]
    return [head.join(''), ...lines, `    ${shape}`].join('\n')
  }

  #writeFlag(index: number, name: string, value: unknown, byDefault: string | undefined): string {
    if (value === undefined) {
      return byDefault === undefined ? '' : `<${name} ${fillerAttribute}="${filler}">${byDefault}</${name}>`
    }
    const text = typeof value === 'boolean' ? String(Number(value)) : textOf(value)
    if (text !== value || text !== text.trim() || !fitsXml(text))
      this.#lose(index, `property.${name}`, 'is written as plain text')
    return tag(name, text)
  }

  #writeProperties(index: number, label: RecordLabel, isPart: boolean): string {
    const { said } = this.target
    const own: Record<string, unknown> = {
      [idKey]: label.id,
      [annotatorKey]: label.annotated_by === said?.annotated_by ? undefined : label.annotated_by,
      [timeKey]: label.creation_time === said?.creation_time ? undefined : label.creation_time,
    }
    const pairs = Object.entries(label.property ?? {}).flatMap(([key, value]): [string, unknown][] => {
      if (elsewhere.has(key) || flags.has(key) || value === undefined || (isPart && key === partKey)) return []
      if (!fitsXml(key) || Object.hasOwn(own, key)) {
        this.#lose(index, `property.${key}`, 'has a key that this file cannot hold')
        return []
      }
      return [[key, value]]
    })
    const all = [...pairs, ...Object.entries(own).filter(([, value]) => value !== undefined)]
    return all.map(([key, value]) => this.#writeProperty(index, key, value)).join('')
  }

  #writeProperty(index: number, key: string, value: unknown): string {
    const text = isExtensionKey(key) ? encodeExtension(value) : textOf(value)
    if (!fitsXml(text)) this.#lose(index, fieldOf(key), 'holds characters that XML cannot hold')
    else if (!isExtensionKey(key) && typeof value !== 'string') this.#lose(index, fieldOf(key), 'is written as text')
    return `<property>${tag('key', key)}${tag('value', text)}</property>`
  }

  /** Undefined, and the label lost, where it has no shape that the file could hold. */
  #writeShape(index: number): string | undefined {
    const label = this.record.labels[index]!
    const { name = '', type, property = {} } = label
    const given = property[keys.shape] ?? ''
    const shape = shapeOf(label)
    const reason =
      name.trim() === '' || (name.includes('\n') && name !== name.trim()) || !fitsXml(name)
        ? 'has no name that this file can hold'
        : type === LabelType.imageSegmentation && given !== 'polygon'
          ? 'is no polygon'
          : !shape
            ? 'has no shape'
            : undefined
    const written = reason === undefined ? writeVocShape(shape!, this.target, this.record.size) : undefined
    if (written === undefined) {
      this.#lose(index, '', reason ?? 'is nothing in whole pixels; voc_decimals keeps it')
      return undefined
    }
    if (!written.isSame)
      this.#lose(index, `property.${keys.feature}`, 'is rounded to whole pixels; voc_decimals keeps it')
    const isAlone = !this.target.isBoxed || given === 'bndbox'
    return isAlone ? written.xml : `${this.#writeBox(shape!, label)}${written.xml}`
  }

  /** The box around a shape, of one pixel at least, in the picture. */
  #writeBox(shape: Shape, label: RecordLabel): string {
    const { size } = this.record
    const mask = maskOfPolygon(label, size)
    const box = mask && boxOfMask(mask)
    const [left, top, right, bottom] = box
      ? [box.left, box.top, box.left + box.width, box.top + box.height]
      : boundsOf(shape)
    const [x1, x2] = atLeastOne(left, right, size?.[0])
    const [y1, y2] = atLeastOne(top, bottom, size?.[1])
    return writeVocShape({ shape: 'bndbox', min: [x1, y1], max: [x2, y2] }, this.target, size)?.xml ?? ''
  }

  #lose(index: number, field: string, reason: string): void {
    this.losses.push(lossOf(this.record, `labels[${index}]${field === '' ? '' : `.${field}`}`, reason))
  }
}

function atLeastOne(from: number, to: number, side = Number.POSITIVE_INFINITY): [number, number] {
  if (to - from >= 1) return [from, to]
  const start = Math.max(0, Math.min(from, side - 1))
  return [start, Math.max(to, start + 1)]
}

/** Keys that have elements of their own. */
const elsewhere: ReadonlySet<string> = new Set([keys.shape, keys.feature, keys.hardCoefficient])

function fieldOf(key: string): string {
  if (key === idKey) return 'id'
  if (key === annotatorKey) return 'annotated_by'
  return key === timeKey ? 'creation_time' : `property.${key}`
}

/**
 * Labels that stand right behind the one they are part of are drawn within it, so that all keep their order. Any other
 * keeps the id of its whole as a property.
 */
function groupParts(labels: readonly RecordLabel[]): Object[] {
  const objects: Object[] = []
  for (const [index, label] of labels.entries()) {
    const whole = objects.at(-1)
    const id = whole && labels[whole.index]!.id
    if (whole && id !== undefined && label.property?.[partKey] === id) whole.parts.push(index)
    else objects.push({ index, parts: [] })
  }
  return objects
}

function tag(name: string, value: unknown): string {
  return `<${name}>${escapeXml(textOf(value))}</${name}>`
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

import { LabelType } from '#contract/codes.ts'
import { maskKey } from '#core/formats/extension-keys.ts'
import type { WriteFiles } from '#core/formats/files.ts'
import type { RecordWriter, WriteOptions } from '#core/formats/format.ts'
import { FreePaths } from '#core/formats/free-paths.ts'
import { headLosses, labelLosses, lossOf, pathLosses } from '#core/formats/losses.ts'
import { belowRoot, withoutEnding } from '#core/formats/paths.ts'
import { type BoxPixels, maskOfBox } from '#core/formats/places/box-pixels.ts'
import { placeProperty } from '#core/formats/places/place.ts'
import type { Runs } from '#core/formats/places/rle.ts'
import { isFoundEmpty, type Loss, type SampleRecord } from '#core/formats/record.ts'
import { LabelColors } from '#core/formats/voc/label-colors.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import { keys } from '#core/labels/property-keys.ts'
import { fitsLabelMap, writeLabelMap } from './label-map.ts'
import { paintBox, pixelsOf } from './label-pixels.ts'
import { type Part, splitParts } from './mask-parts.ts'
import { maskFolder, pathOfPicture, pictureFolder } from './mask-paths.ts'
import { findPlace } from './read-mask.ts'

/** A larger mask could not be read again (reliability S14). */
const mostPixels = 100_000_000

/** A label that is painted: its place in the record, the index of its colour and its pixels. */
type Painted = { at: number; value: number; box: BoxPixels }

export class MaskWriter implements RecordWriter {
  readonly #files: WriteFiles
  readonly #colors: LabelColors
  readonly #paths = new FreePaths()

  constructor(files: WriteFiles, { labels }: WriteOptions) {
    this.#files = files
    this.#colors = new LabelColors(labels.filter(({ name = '' }) => fitsLabelMap(name)))
  }

  async add(record: SampleRecord): Promise<readonly Loss[]> {
    const below = this.#paths.take(pathOfPicture(belowRoot(record.path, `${pictureFolder}/`)))
    const image = `${pictureFolder}/${below}`
    await this.#files.copy(record.path, image)
    const losses = pathLosses(record, image)
    const { size, labels } = record
    const isNothing = labels.length === 0
    if (isNothing && !isFoundEmpty(record)) return [...headLosses(record, []), ...losses]
    if (size === undefined || size[0] * size[1] > mostPixels) {
      const reason = size === undefined ? 'the size of the picture is not known' : 'the picture is too large for a mask'
      const field = isNothing ? [] : [lossOf(record, 'labels', reason)]
      return [...headLosses(record, []), ...losses, ...field]
    }
    const painted = this.#choosePainted(record, size, losses)
    // A mask of background alone would say that there is nothing to mark.
    if (!isNothing && painted.length === 0) return [...headLosses(record, []), ...losses]
    const [width, height] = size
    const data = new Uint8Array(width * height)
    for (const { value, box } of painted) paintBox(data, width, { value, box })
    const palette = this.#colors.palette()
    await this.#files.writeIndexed(`${maskFolder}/${withoutEnding(below)}.png`, { width, height, data, palette })
    const held = ['size', ...(isNothing ? [`metadata.${keys.empty}`] : [])]
    return [...headLosses(record, held), ...losses, ...lossesOfReading(record, painted, { width, height, data })]
  }

  end(): Promise<void> {
    return writeLabelMap(this.#files, this.#colors)
  }

  /** The labels that have pixels and a colour. */
  #choosePainted(record: SampleRecord, size: ImageSize, losses: Loss[]): Painted[] {
    return record.labels.flatMap((label, at) => {
      const lose = (reason: string) => {
        losses.push(lossOf(record, `labels[${at}]`, reason))
        return []
      }
      const { name = '', type } = label
      if (!fitsLabelMap(name)) return lose('has a name that a label map cannot hold')
      const box = type === LabelType.imageSegmentation ? pixelsOf(label, size) : undefined
      if (box === undefined) return lose('has no pixels')
      const color = this.#colors.of(name)
      return color ? [{ at, value: color.index, box }] : lose('is not in the mask, which holds 255 labels')
    })
  }
}

/**
 * What a reader of the mask finds else than it was: labels that overlap, touch others of their name or lie in several parts are
 * no longer what they were. Found out by reading.
 */
function lossesOfReading(
  record: SampleRecord,
  painted: readonly Painted[],
  picture: { width: number; height: number; data: Uint8Array },
): Loss[] {
  const parts = splitParts(picture, everyIndex)
  if (typeof parts === 'string') return [lossOf(record, 'labels', parts)]
  const { width, height } = picture
  const given = painted.map(({ value, box }) => ({ value, mask: maskOfBox(box, [width, height]) }))
  const keyOf = ({ value, mask }: Part) => `${value} ${mask.runs.join(' ')}`
  const [read, written] = [parts.map(keyOf), given.map(keyOf)]
  if (String(read) === String(written)) {
    return painted.flatMap(({ at }, index) => labelLossesOf(record, at, given[index]!.mask))
  }
  const areThere = String(read.sort()) === String(written.sort())
  const reason = areThere
    ? 'come back in the order of their places'
    : 'overlap, touch each other or lie in several parts, which the mask does not tell'
  return [lossOf(record, 'labels', reason)]
}

const everyIndex = Array.from({ length: 256 }, (_, index) => index)

function labelLossesOf(record: SampleRecord, at: number, mask: Runs): Loss[] {
  const { property = {} } = record.labels[at]!
  const place = placeProperty(findPlace(record.path, mask))
  const lose = (key: string, reason: string) =>
    JSON.stringify(property[key]) === JSON.stringify(place[key])
      ? []
      : [lossOf(record, `labels[${at}].property.${key}`, reason)]
  return [
    ...labelLosses(
      record,
      at,
      Object.keys(place).map((key) => `property.${key}`),
    ),
    ...lose(keys.feature, 'becomes the outline of pixels'),
    ...lose(maskKey, 'becomes that of the pixels inside the polygon'),
  ]
}

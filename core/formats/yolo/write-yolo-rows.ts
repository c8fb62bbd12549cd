import { labelLosses, lossOf } from '#core/formats/losses.ts'
import { outlineOfEllipse } from '#core/formats/places/ellipse.ts'
import { shapeOf } from '#core/formats/places/place.ts'
import { cornersOfTurned } from '#core/formats/places/turned-box.ts'
import type { Loss, RecordLabel, SampleRecord } from '#core/formats/record.ts'
import { boundsOf, type ImagePoint, type ImageSize, type Shape } from '#core/geometry/shape.ts'
import { keys } from '#core/labels/property-keys.ts'
import { writeShare } from './yolo-numbers.ts'
import { type RowRules, readRow, type YoloTask } from './yolo-rows.ts'

export type RowTarget = Omit<RowRules, 'size' | 'task'> & {
  task: YoloTask
  /** The index of a name; undefined where the list of names cannot hold it. */
  indexOf(name: string): number | undefined
}

const placeKeys = [keys.shape, keys.feature, keys.clockwiseAngle] as const

/**
 * The rows of a picture and what of its labels they do not hold: every row is read again to see what has become of it, so
 * a number counts as lost only where it really changes.
 */
export function writeRows(record: SampleRecord, target: RowTarget): { rows: string[]; losses: Loss[] } {
  const rows: string[] = []
  const losses: Loss[] = []
  for (const [index, label] of record.labels.entries()) {
    const row = writeRow(label, record.size, target)
    const read = row.lost === undefined ? readRow(row.text, { ...target, size: record.size }) : row.lost
    if (typeof read === 'string' || row.text === undefined) {
      losses.push(lossOf(record, `labels[${index}]`, row.lost ?? `is nothing in numbers of six decimals: ${read}`))
      continue
    }
    rows.push(`${row.text}\n`)
    const shape = read.property?.[keys.shape]
    const isSame = label.property?.[keys.shape] === shape
    const reason = isSame ? 'is another in numbers of six decimals' : `becomes that of a ${shape}`
    for (const key of placeKeys) {
      if (JSON.stringify(label.property?.[key]) === JSON.stringify(read.property?.[key])) continue
      losses.push(lossOf(record, `labels[${index}].property.${key}`, reason))
    }
    losses.push(
      ...labelLosses(
        record,
        index,
        placeKeys.map((key) => `property.${key}`),
      ),
    )
  }
  return { rows, losses }
}

type Row = { text: string; lost?: undefined } | { lost: string; text?: undefined }

function writeRow(label: RecordLabel, size: ImageSize | undefined, target: RowTarget): Row {
  const { name = '', property = {} } = label
  const shape = shapeOf(label)
  if (!shape) return { lost: 'has no shape' }
  if (!size) return { lost: 'needs the size of the picture' }
  const outline = outlineOf(shape, Number(property[keys.clockwiseAngle] ?? 0))
  if (!outline) return { lost: `is a ${shape.shape}, which has no place in this format` }
  const index = target.indexOf(name)
  if (index === undefined) return { lost: 'has no name that the list of names can hold' }
  // Programs that train take a number of a track behind them for a broken row.
  return { text: [index, ...sharesOf(outline, target.task, size)].join(' ') }
}

function sharesOf(outline: readonly ImagePoint[], task: YoloTask, [width, height]: ImageSize): string[] {
  if (task === 'segment' || (task === 'oriented' && outline.length === 4)) {
    return outline.flatMap(([x, y]) => [writeShare(x, width), writeShare(y, height)])
  }
  const [left, top, right, bottom] = boundsOf({ shape: 'polygon', points: outline })
  if (task === 'oriented') {
    const [x1, y1, x2, y2] = [
      writeShare(left, width),
      writeShare(top, height),
      writeShare(right, width),
      writeShare(bottom, height),
    ]
    return [x1, y1, x2, y1, x2, y2, x1, y2]
  }
  const [x1, y1, x2, y2] = [Math.max(0, left), Math.max(0, top), Math.min(width, right), Math.min(height, bottom)]
  const middles = [writeShare((x1 + x2) / 2, width), writeShare((y1 + y2) / 2, height)]
  return [...middles, writeShare(x2 - x1, width), writeShare(y2 - y1, height)]
}

function outlineOf(shape: Shape, angle: number): readonly ImagePoint[] | undefined {
  switch (shape.shape) {
    case 'polygon':
      return shape.points
    case 'bndbox':
      return cornersOfTurned(shape, Number.isFinite(angle) ? angle : 0)
    case 'circle':
      return outlineOfEllipse(shape.center, [shape.radius, shape.radius])
    default:
      return undefined
  }
}

import { LabelType } from '#contract/codes.ts'
import { quote } from '#contract/text.ts'
import { trackKey } from '#core/formats/extension-keys.ts'
import { FileFault, type ReadFiles } from '#core/formats/files.ts'
import { boxOrOutline } from '#core/formats/places/box-outline.ts'
import { clampShape } from '#core/formats/places/clamp-shape.ts'
import { type Place, type PlaceRules, placeOf, placeProperty } from '#core/formats/places/place.ts'
import { turnedBoxOf } from '#core/formats/places/turned-box.ts'
import { plainest } from '#core/formats/plainest.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import type { ImagePoint, ImageSize } from '#core/geometry/shape.ts'
import { readShare, type Share } from './yolo-numbers.ts'

/** What the rows of a dataset draw: upright boxes, outlines, or turned boxes by their corners. */
export type YoloTask = 'detect' | 'segment' | 'oriented'

/** Without the size of the picture no row has a place. */
export type RowRules = PlaceRules & {
  /** Names by their index. */
  names: { get(index: number): string | undefined }
  /** Darknet knows boxes alone; else the number of values tells, and the task where four corners may be either. */
  task?: YoloTask | undefined
  boxesOnly?: boolean
}

/**
 * The labels of one picture, a row each (formats 6 and 11). Throws a `FileFault` for the first bad row, with the number of
 * further ones: the other labels alone would say that there is nothing else.
 */
export async function readRows(files: ReadFiles, path: string, rules: RowRules): Promise<RecordLabel[]> {
  const labels: RecordLabel[] = []
  let fault: { line: number; reason: string } | undefined
  let bad = 0
  for await (const found of files.lines(path)) {
    const label = 'problem' in found ? found.problem : readRow(found.text, rules)
    if (typeof label !== 'string') labels.push(label)
    else if (++bad === 1) fault = { line: found.line, reason: label }
  }
  if (!fault) return labels
  throw new FileFault(
    path,
    bad === 1 ? fault.reason : `${fault.reason}; it is the first of ${bad} bad lines`,
    fault.line,
  )
}

/** `index xc yc w h`, `index x1 y1 … xn yn`, each perhaps with a number of a track behind it. */
export function readRow(text: string, rules: RowRules): RecordLabel | string {
  const { names, size, type } = rules
  const [first = '', ...rest] = text.trim().split(/\s+/)
  const name = /^\d{1,9}$/.test(first) ? names.get(Number(first)) : undefined
  if (name === undefined) return `names the class ${quote(first)}, which is not defined`
  if (!size) return 'has a place, but the size of the picture is not known'
  const count = rest.length
  if (rules.boxesOnly ? count !== 4 : count < 4) return `has ${count} numbers behind its class`
  const track = !rules.boxesOnly && count % 2 === 1 ? rest.pop()! : undefined
  if (track !== undefined && !/^\d{1,15}$/.test(track)) return `ends in ${quote(track)}, which is no number of a track`
  const shares = rest.map(readShare)
  const bad = shares.indexOf(undefined)
  if (bad >= 0) return `holds ${quote(rest[bad]!)}, which is no number`
  const place = readPlace(shares as Share[], size, rules)
  if (typeof place === 'string') return place
  return {
    name,
    type,
    property: { ...placeProperty(place), ...(track !== undefined && { [trackKey]: Number(track) }) },
  }
}

function readPlace(shares: readonly Share[], size: ImageSize, { type, task }: RowRules): Place | string {
  const isSegmented = type === LabelType.imageSegmentation
  if (shares.length === 4) {
    const box = clampShape('bndbox', boxOf(shares as [Share, Share, Share, Share], size), size)
    return placeOf(boxOrOutline(box, type))
  }
  const pairs = shares.flatMap((x, i): [Share, Share][] => (i % 2 === 0 ? [[x, shares[i + 1]!]] : []))
  const mayBeTurned = pairs.length === 4 && !isSegmented && task !== 'segment'
  const turned = mayBeTurned ? readTurned(pairs, size) : undefined
  return (
    turned ??
    placeOf(
      clampShape(
        'polygon',
        pairs.map((pair) => pointOf(pair, size)),
        size,
      ),
    )
  )
}

function readTurned(pairs: readonly [Share, Share][], size: ImageSize): Place | undefined {
  const [width, height] = size
  const points = pairs.map(([x, y]): ImagePoint => [x.value * width, y.value * height])
  const around = Math.max(...pairs.flat().map((share) => share.around)) * Math.max(width, height)
  return points.flat().every(Number.isFinite) ? turnedBoxOf(points, around, size) : undefined
}

function boxOf([x, y, w, h]: [Share, Share, Share, Share], [width, height]: ImageSize): number[][] {
  const edge = (middle: Share, length: Share, sign: 1 | -1, side: number) =>
    plainest((middle.value + (sign * length.value) / 2) * side, (middle.around + length.around / 2) * side)
  return [
    [edge(x, w, -1, width), edge(y, h, -1, height)],
    [edge(x, w, 1, width), edge(y, h, 1, height)],
  ]
}

function pointOf([x, y]: [Share, Share], [width, height]: ImageSize): ImagePoint {
  return [plainest(x.value * width, x.around * width), plainest(y.value * height, y.around * height)]
}

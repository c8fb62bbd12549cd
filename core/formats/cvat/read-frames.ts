import type { LabelType } from '#contract/codes.ts'
import { trackKey } from '#core/formats/extension-keys.ts'
import { FileFault, type ReadFiles } from '#core/formats/files.ts'
import { folderOf } from '#core/formats/paths.ts'
import { type ReadRecord, type RecordFault, type RecordLabel, withIgnored } from '#core/formats/record.ts'
import { catchFault } from '#core/formats/record-fault.ts'
import { sizeOf } from '#core/formats/written-size.ts'
import type { XmlElement } from '#core/formats/xml.ts'
import type { CvatDocument } from './read-cvat.ts'
import { readShapes } from './read-shape.ts'

/** Shapes of tracks that are held at once: those of one document, at their key frames. */
const mostShapes = 500_000

/** The number of the frame in its video, from 0. */
const frameKey = '@muster:frame'

/** The shapes at the key frames of all tracks, by their frames. */
export class TrackFrames {
  readonly #path: string
  readonly #frames = new Map<number, { track: string; shape: XmlElement }[]>()
  #count = 0

  constructor(path: string) {
    this.#path = path
  }

  /** A track says of all its shapes what they are; where it is outside there is nothing. */
  add({ attributes: said, children, line }: XmlElement): void {
    for (const shape of children) {
      const { keyframe, outside, frame = '' } = shape.attributes
      if (keyframe === '0' || outside === '1') continue
      if (!/^\d{1,9}$/.test(frame))
        throw new FileFault(this.#path, 'has a shape of a track without a frame', shape.line)
      if (++this.#count > mostShapes) {
        throw new FileFault(this.#path, `has more than ${mostShapes} shapes at key frames of tracks`, line)
      }
      const { id = '', ...others } = said
      const found = this.#frames.get(Number(frame)) ?? []
      found.push({ track: id, shape: { ...shape, attributes: { ...others, ...shape.attributes } } })
      this.#frames.set(Number(frame), found)
    }
  }

  /** In the order of the video. */
  inOrder() {
    return [...this.#frames].sort(([one], [other]) => one - other)
  }
}

/** The pictures of the frames with their labels; of frames without a picture tells the last item. */
export async function* readFrames(
  files: ReadFiles,
  document: CvatDocument,
  tracks: TrackFrames,
): AsyncGenerator<ReadRecord | { fault: RecordFault }> {
  const frames = tracks.inOrder()
  if (frames.length === 0) return
  const { path } = document
  const pictures = await findFrames(files, document)
  const missing: number[] = []
  for (const [frame, shapes] of frames) {
    const picture = pictures.get(frame)
    if (picture === undefined) missing.push(frame)
    else yield await catchFault(() => readFrame(files, document, { frame, picture, shapes }))
  }
  if (missing.length === 0) return
  const reason = `has shapes at ${missing.length} frames of which there is no picture, or two; the first is frame ${missing[0]}`
  yield { fault: { path, reason } }
}

type Frame = { frame: number; picture: string; shapes: readonly { track: string; shape: XmlElement }[] }

async function readFrame(
  files: ReadFiles,
  document: CvatDocument,
  { frame, picture, shapes }: Frame,
): Promise<ReadRecord> {
  const { path, options, usage, frameSize = {} } = document
  const size = sizeOf(frameSize, await files.imageSize(picture))
  if (typeof size === 'string') throw new FileFault(path, `says that frame ${frame} ${size}`)
  const ignored: string[] = []
  const labels: RecordLabel[] = []
  for (const { track, shape } of shapes) {
    const read = readShapes([shape], { type: options.dataset_type as LabelType, size }, ignored)
    if ('fault' in read) throw new FileFault(path, `has in frame ${frame} a ${read.fault}`, read.line)
    const id = /^\d{1,15}$/.test(track) ? Number(track) : track
    labels.push(...read.labels.map((label) => ({ ...label, property: { ...label.property, [trackKey]: id } })))
  }
  const record = {
    path: picture,
    ...(usage && { usage }),
    ...(size && { size }),
    labels,
    metadata: { [frameKey]: frame },
  }
  return withIgnored(record, ignored)
}

/** Pictures below the folder of the document that are called `frame_000012`; frames that two are called like have none. */
async function findFrames(files: ReadFiles, { path, options }: CvatDocument): Promise<Map<number, string>> {
  const found = new Map<number, string>()
  const twice = new Set<number>()
  for await (const { path: picture } of files.list({ prefix: folderOf(path) })) {
    const digits = /(?:^|\/)frame_(\d{6,9})\.[^./]+$/i.exec(picture)?.[1]
    if (digits === undefined || !options.isSample(picture)) continue
    if (found.has(Number(digits))) twice.add(Number(digits))
    found.set(Number(digits), picture)
  }
  for (const frame of twice) found.delete(frame)
  return found
}

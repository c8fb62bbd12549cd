import { DatasetType, LabelType } from '#contract/codes.ts'
import { faultOfText, quote } from '#contract/text.ts'
import { FileFault, type ReadFiles } from '#core/formats/files.ts'
import { findFile } from '#core/formats/find-file.ts'
import type { Format, ReadOptions } from '#core/formats/format.ts'
import { parseJsonLine } from '#core/formats/json-line.ts'
import type { JsonObject } from '#core/formats/json-object.ts'
import { folderOf } from '#core/formats/paths.ts'
import {
  type ReadRecord,
  type RecordFault,
  type RecordLabel,
  type SampleRecord,
  withIgnored,
} from '#core/formats/record.ts'
import { faultOf } from '#core/formats/record-fault.ts'
import { keys } from '#core/labels/property-keys.ts'
import { findLines, type LineRuns, readScattered, type SoundLine } from './line-runs.ts'
import { labelNameOf, paragraphLabel, timesOf } from './paragraphs.ts'
import { AsrJsonlWriter } from './write-asr-jsonl.ts'

/** In seconds; no label says a time beyond 100 hours, and no count of milliseconds may lose its last digits. */
const longestSound = 1e9

type Field = 'offset' | 'duration' | 'text' | 'speaker'

/**
 * An object on each line for a sound or a part of one, as NeMo has them (formats 11): `audio_filepath`, `offset` and
 * `duration` in seconds, `text`. Speech content has one line for a sound; of speech paragraphs each line is one, and
 * `speaker` says who speaks. Option `label_name`.
 */
export const asrJsonl: Format = {
  name: 'asr-jsonl',
  dataset_types: [DatasetType.speechContent, DatasetType.speechParagraphs],
  read: (files, options) => {
    const name = labelNameOf(options)
    const isContent = options.dataset_type === DatasetType.speechContent
    return readScattered(files, options, {
      index: (byPath) => indexLines(files, options, byPath),
      readSound: (path, lines) => (isContent ? readContent(path, lines) : readParagraphs(path, lines, name)),
    })
  },
  write: (files, options) => new AsrJsonlWriter(files, options),
}

async function* indexLines(files: ReadFiles, options: ReadOptions, byPath: LineRuns): AsyncGenerator<RecordFault> {
  // Lines of one sound mostly follow each other; it is looked for once.
  let [before, sound]: [string | undefined, string | undefined] = [undefined, undefined]
  for await (const one of findLines(files, options, /\.jsonl?$/i)) {
    if ('fault' in one) {
      yield one.fault
      continue
    }
    const { run, found } = one
    const place = { path: run.path, line: found.line }
    try {
      if ('problem' in found) throw new FileFault(run.path, found.problem, found.line)
      const named = soundOf(parseJsonLine(found.text, place), place)
      const key = folderOf(run.path) + named
      if (key !== before) sound = await findSound(files, folderOf(run.path), named)
      before = key
      if (sound === undefined || !options.isSample(sound)) {
        throw new FileFault(run.path, `names ${quote(named)}, which is no sound of this source`, found.line)
      }
      byPath.add(sound, run)
    } catch (error) {
      yield faultOf(error)
    }
  }
}

/** Lists often lie in a folder of their own, and name files from the top. */
async function findSound(files: ReadFiles, folder: string, named: string): Promise<string | undefined> {
  return (await findFile(files, folder, named)) ?? (folder === '' ? undefined : findFile(files, '', named))
}

function soundOf({ audio_filepath: named }: JsonObject, place: { path: string; line: number }): string {
  if (typeof named !== 'string' || named === '') throw new FileFault(place.path, 'has no audio_filepath', place.line)
  return named
}

async function readContent(path: string, lines: AsyncIterable<SoundLine>): Promise<ReadRecord> {
  const ignored: string[] = []
  let record: SampleRecord | undefined
  for await (const place of lines) {
    if (record) throw new FileFault(place.path, `names ${path} again, which has one content`, place.line)
    const { offset = 0, duration, text } = readFields(place, ['offset', 'duration', 'text'], ignored)
    if (offset > 0) throw new FileFault(place.path, 'is of a part of a sound, whose content is one', place.line)
    const label = { type: LabelType.speechContent, property: { [keys.content]: text } }
    const labels: RecordLabel[] = text === undefined ? [] : [label]
    const length = Math.round((duration ?? 0) * 1000)
    record = { path, ...(length > 0 && { duration: length }), labels, metadata: {} }
  }
  return withIgnored(record ?? { path, labels: [], metadata: {} }, ignored)
}

async function readParagraphs(
  path: string,
  lines: AsyncIterable<SoundLine>,
  name: string | undefined,
): Promise<ReadRecord> {
  const ignored: string[] = []
  const labels: RecordLabel[] = []
  for await (const place of lines) {
    const fields = readFields(place, ['offset', 'duration', 'text', 'speaker'], ignored)
    const { offset = 0, duration, text: content, speaker: source } = fields
    if (duration === undefined) throw new FileFault(place.path, 'has no duration', place.line)
    const said = { ...(source !== undefined && { source }), ...(content !== undefined && { content }) }
    labels.push(paragraphLabel({ ...timesOf(offset, duration), ...said }, name, place))
  }
  return withIgnored({ path, labels, metadata: {} }, ignored)
}

type Fields = { offset?: number; duration?: number; text?: string; speaker?: string }

/** The fields that are wanted, times in seconds; null and nothing are the same. Throws a `FileFault`. */
function readFields(place: SoundLine, wanted: readonly Field[], ignored: string[]): Fields {
  const given = Object.entries(parseJsonLine(place.text, place)).filter(([, value]) => value !== null)
  const fields: Fields = {}
  for (const [key, value] of given) {
    const field = wanted.find((one) => one === key)
    if (field === 'offset' || field === 'duration') {
      if (typeof value !== 'number' || !(value >= 0 && value < longestSound)) {
        throw new FileFault(place.path, `has no number of seconds under "${field}"`, place.line)
      }
      fields[field] = value
    } else if (field !== undefined) {
      const isNumbered = field === 'speaker' && Number.isSafeInteger(value)
      const text = isNumbered ? String(value) : value
      if (typeof text !== 'string') throw new FileFault(place.path, `has no text under "${field}"`, place.line)
      const problem = faultOfText(text)
      if (problem !== undefined) throw new FileFault(place.path, `holds ${problem} under "${field}"`, place.line)
      fields[field] = text
    } else if (key !== 'audio_filepath') ignored.push(`${quote(key)} in line ${place.line} of ${place.path}`)
  }
  return fields
}

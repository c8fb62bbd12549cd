import { DatasetType } from '#contract/codes.ts'
import { quote } from '#contract/text.ts'
import { isCoefficient } from '#core/codecs/hard.ts'
import { FileFault, type ReadFiles } from '#core/formats/files.ts'
import type { Format, ReadOptions } from '#core/formats/format.ts'
import { baseName, folderOf, withoutEnding } from '#core/formats/paths.ts'
import { type ReadRecord, type RecordFault, type RecordLabel, withIgnored } from '#core/formats/record.ts'
import { findLines, LineRuns, readScattered, type SoundLine } from './line-runs.ts'
import { labelNameOf, paragraphLabel, timesOf } from './paragraphs.ts'
import { RttmWriter } from './write-rttm.ts'

/**
 * Who speaks when, a turn on each line (formats 11): `SPEAKER file 1 start duration <NA> <NA> name <NA> <NA>`. `file` is the
 * name of a sound without its ending; where several folders have one of that name it is the one beside the file of lines.
 * The field behind the name is the score. Option `label_name`.
 */
export const rttm: Format = {
  name: 'rttm',
  dataset_types: [DatasetType.speechParagraphs],
  read: (files, options) => {
    const name = labelNameOf(options)
    return readScattered(files, options, {
      index: (byPath) => indexTurns(files, options, byPath),
      readSound: (path, lines) => readSound(path, lines, name),
    })
  },
  write: (files, options) => new RttmWriter(files, options),
}

/** What other lines of such files tell: words, noises, units of speech. */
const otherTypes: readonly string[] = [
  ...['SEGMENT', 'NOSCORE', 'NO_RT_METADATA', 'LEXEME', 'NON-LEX', 'NON-SPEECH', 'FILLER', 'EDIT', 'IP', 'SU', 'CB'],
  ...['A/P', 'SPKR-INFO'],
]

async function* indexTurns(files: ReadFiles, options: ReadOptions, byPath: LineRuns): AsyncGenerator<RecordFault> {
  const byName = new LineRuns()
  for await (const one of findLines(files, options, /\.rttm$/i)) {
    if ('fault' in one) yield one.fault
    else {
      const [{ path }, { line }] = [one.run, one.found]
      const fields = 'text' in one.found ? fieldsOf(one.found.text) : []
      if ('problem' in one.found) yield { path, line, reason: one.found.problem }
      else if (fields[0]!.startsWith(';;')) continue
      else if (fields[0] !== 'SPEAKER' && !otherTypes.includes(fields[0]!)) {
        yield { path, line, reason: `begins with ${quote(fields[0]!)}, which is no kind of line in RTTM` }
      } else if (fields.length < 9) yield { path, line, reason: `has ${fields.length} fields instead of 10` }
      else byName.add(fields[1]!, one.run)
    }
  }
  const sounds = new Map<string, string[]>()
  for await (const { path } of files.list()) {
    const name = nameOf(path)
    if (byName.runs.has(name) && options.isSample(path)) sounds.set(name, [...(sounds.get(name) ?? []), path])
  }
  for (const [name, runs] of byName.runs) {
    for (const run of runs) {
      const all = sounds.get(name) ?? []
      const beside = all.filter((path) => folderOf(path) === folderOf(run.path))
      const [sound, another] = beside.length > 0 ? beside : all
      if (sound !== undefined && another === undefined) byPath.add(sound, run)
      else {
        const reason = sound === undefined ? 'no sound is called' : `both ${sound} and ${another} are called`
        yield { path: run.path, line: run.first, reason: `names ${quote(name)}, as ${reason}` }
      }
    }
  }
}

function fieldsOf(line: string): string[] {
  return line.split(/[ \t]+/).filter((field) => field !== '')
}

/** `a/b.c.wav` → `b.c`. */
function nameOf(path: string): string {
  return baseName(withoutEnding(path))
}

async function readSound(path: string, lines: AsyncIterable<SoundLine>, name: string | undefined): Promise<ReadRecord> {
  const labels: RecordLabel[] = []
  const ignored: string[] = []
  for await (const place of lines) {
    const fields = fieldsOf(place.text)
    if (fields[0] !== 'SPEAKER') {
      if (otherTypes.includes(fields[0]!)) ignored.push(`line ${place.line} of ${place.path}, of type ${fields[0]}`)
      continue
    }
    const [, , channel, start, duration, words, kind, source, sure] = fields as [string, ...string[]]
    const times = [numberOf(start!), numberOf(duration!)] as const
    if (times[0] === undefined || times[1] === undefined) {
      throw new FileFault(place.path, 'has no start and duration in seconds as its fields 4 and 5', place.line)
    }
    const score = sure === '<NA>' ? undefined : numberOf(sure!)
    if (sure !== '<NA>' && !isCoefficient(score)) {
      throw new FileFault(place.path, 'has a score that is no number from 0 to 1', place.line)
    }
    const turn = { ...timesOf(times[0], times[1]), ...(source !== '<NA>' && { source: source! }) }
    labels.push({ ...paragraphLabel(turn, name, place), ...(score !== undefined && { score }) })
    if (channel !== '1' || words !== '<NA>' || kind !== '<NA>') {
      ignored.push(`channel, words and kind in line ${place.line} of ${place.path}`)
    }
  }
  return withIgnored({ path, labels, metadata: {} }, ignored)
}

/** A number as people and programs write it, or undefined. */
function numberOf(text: string): number | undefined {
  return /^(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i.test(text) && Number.isFinite(Number(text))
    ? Number(text)
    : undefined
}

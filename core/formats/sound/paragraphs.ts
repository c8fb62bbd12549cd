import { LabelType } from '#contract/codes.ts'
import { decodeTime, encodeTime } from '#core/codecs/time.ts'
import { FileFault } from '#core/formats/files.ts'
import { labelLosses, lossOf } from '#core/formats/losses.ts'
import type { Loss, RecordLabel, SampleRecord } from '#core/formats/record.ts'
import { keys } from '#core/labels/property-keys.ts'

/** A part of a sound, in milliseconds from its beginning: who speaks there, and what. */
export type Paragraph = { start: number; end: number; source?: string; content?: string }

/** No label says a later time: its hours have two digits. */
const latest = 100 * 3_600_000 - 1

/** How paragraphs are called where the file has no names for them: `label_name`, `speech` unless told; '' leaves them without. */
export function labelNameOf({ label_name }: { [option: string]: unknown }): string | undefined {
  if (label_name === '') return undefined
  return typeof label_name === 'string' ? label_name : 'speech'
}

/** In milliseconds what a file tells in seconds. */
export function timesOf(start: number, duration: number): { start: number; end: number } {
  return { start: Math.round(start * 1000), end: Math.round((start + duration) * 1000) }
}

/** The label of a paragraph. One that no label can hold throws a `FileFault` for its place. */
export function paragraphLabel(
  { start, end, source, content }: Paragraph,
  name: string | undefined,
  { path, line }: { path: string; line: number },
): RecordLabel {
  if (!(start >= 0 && end <= latest)) throw new FileFault(path, `says a time outside 0 to ${encodeTime(latest)}`, line)
  if (start >= end) throw new FileFault(path, 'ends no later than it begins', line)
  const property = {
    [keys.startTime]: encodeTime(start),
    [keys.endTime]: encodeTime(end),
    ...(source !== undefined && { [keys.source]: source }),
    ...(content !== undefined && { [keys.content]: content }),
  }
  return { ...(name !== undefined && { name }), type: LabelType.speechParagraph, property }
}

/** The paragraphs of a record in the order of their beginnings, each with the index of its label; other labels are lost. */
export function paragraphsOf(record: SampleRecord, losses: Loss[]): (Paragraph & { index: number })[] {
  const found = record.labels.flatMap(({ type, property = {} }, index) => {
    const [start, end] = [timeOf(property[keys.startTime]), timeOf(property[keys.endTime])]
    if (type !== LabelType.speechParagraph || start === undefined || end === undefined) {
      losses.push(lossOf(record, `labels[${index}]`, 'is no paragraph with a beginning and an end'))
      return []
    }
    const [source, content] = [property[keys.source], property[keys.content]]
    const said = {
      ...(typeof source === 'string' && { source }),
      ...(typeof content === 'string' && { content }),
    }
    return [{ index, start, end, ...said }]
  })
  return found.sort((a, b) => a.start - b.start)
}

function timeOf(value: unknown): number | undefined {
  return typeof value === 'string' ? decodeTime(value) : undefined
}

/** What is lost of a label that a reader will find as `back`, under `name`; `held` is what else is kept of it. */
export function paragraphLosses(
  record: SampleRecord,
  given: Paragraph & { index: number },
  back: { name: string | undefined; source?: string | undefined; content?: string | undefined },
  held: readonly string[] = [],
): Loss[] {
  const field = `labels[${given.index}]`
  const kept = [keys.startTime, keys.endTime, keys.source, keys.content].map((key) => `property.${key}`)
  const losses = labelLosses(record, given.index, [...kept, ...held])
  const change = 'is told otherwise, or not at all'
  if (record.labels[given.index]!.name !== back.name) losses.push(lossOf(record, `${field}.name`, change))
  if (given.source !== back.source) losses.push(lossOf(record, `${field}.property.${keys.source}`, change))
  if (given.content !== back.content) losses.push(lossOf(record, `${field}.property.${keys.content}`, change))
  return losses
}

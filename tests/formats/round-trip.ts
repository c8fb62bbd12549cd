import { expect } from 'vitest'
import type { Format, ReadOptions, WriteOptions } from '#core/formats/format.ts'
import type { Loss, RecordFault, SampleRecord } from '#core/formats/record.ts'
import { MemoryFiles } from './memory-files.ts'

/** Writes the records and answers the files with what was declared lost. */
export async function writeRecords(
  format: Pick<Format, 'write'>,
  records: readonly SampleRecord[],
  options: WriteOptions,
): Promise<{ files: MemoryFiles; losses: Loss[] }> {
  const files = new MemoryFiles()
  for (const { path, size } of records) if (size) files.sizes.set(path, size)
  const writer = format.write(files, options)
  const losses: Loss[] = []
  for (const record of records) losses.push(...(await writer.add(record)))
  await writer.end()
  return { files, losses }
}

export async function readRecords(
  format: Pick<Format, 'read'>,
  files: MemoryFiles,
  options: ReadOptions,
): Promise<{ records: SampleRecord[]; faults: RecordFault[] }> {
  const [records, faults]: [SampleRecord[], RecordFault[]] = [[], []]
  for await (const item of format.read(files, options)) {
    if ('record' in item) records.push(item.record)
    else faults.push(item.fault)
  }
  return { records, faults }
}

/**
 * What was written must be read again, but for what the writer said it would lose: the fields of its losses are taken out
 * of both sides (issue: "equal minus the declared losses"). Records are compared by path and line in any order.
 */
export async function checkRoundTrip(
  format: Format,
  records: readonly SampleRecord[],
  options: WriteOptions & ReadOptions,
): Promise<void> {
  const { files, losses } = await writeRecords(format, records, options)
  // A loss without a field is a whole record.
  const gone = losses.filter(({ field }) => field === '')
  const written = records.filter(({ path, line }) => !gone.some((loss) => loss.path === path && loss.line === line))
  const read = await readRecords(format, files, options)
  expect(read.faults).toEqual([])
  const back = backToSources(files, read.records, losses)
  expect(sorted(back.map((record) => withoutLosses(record, losses, true)))).toEqual(
    sorted(written.map((record) => withoutLosses(record, losses, false))),
  )
}

/**
 * Where the writer says that it put a file elsewhere, its record stands under the path it had before; copies of one file
 * are one record again, with the labels of all of them.
 */
function backToSources(files: MemoryFiles, read: readonly SampleRecord[], losses: readonly Loss[]): SampleRecord[] {
  const moved = new Set(losses.flatMap(({ path, field }) => (field === 'path' ? path : [])))
  const sourceOf = ({ path }: SampleRecord) => {
    const source = files.sources.get(path)
    return source !== undefined && moved.has(source) ? source : path
  }
  const places = [...files.sources.keys()]
  const inOrder = [...read].sort((a, b) => places.indexOf(a.path) - places.indexOf(b.path))
  const found = new Map<string, SampleRecord>()
  for (const record of inOrder) {
    const path = sourceOf(record)
    const key = keyOf({ ...record, path })
    const before = found.get(key)
    if (before && !moved.has(path)) throw new Error(`${path} was read twice`)
    found.set(key, { ...record, path, labels: [...(before?.labels ?? []), ...record.labels] })
  }
  return [...found.values()]
}

/**
 * The record without what is lost. A loss counts labels as they were written, so in the record that was read the labels
 * behind a lost one stand one place before.
 */
export function withoutLosses(record: SampleRecord, losses: readonly Loss[], isRead: boolean): unknown {
  const copy = structuredClone(record) as unknown as Record<string, unknown>
  const mine = losses.filter((loss) => loss.path === record.path && loss.line === record.line && loss.field !== 'path')
  const wholes = mine.flatMap(({ field }) => wholeLabel.exec(field)?.[1] ?? []).map(Number)
  for (const { field } of mine) {
    if (wholeLabel.test(field)) continue
    const [head, index, ...below] = stepsOf(field)
    const before = wholes.filter((whole) => whole < Number(index)).length
    const isOfLabel = head === 'labels' && index !== undefined
    remove(copy, isOfLabel ? [head, String(Number(index) - (isRead ? before : 0)), ...below] : stepsOf(field))
  }
  if (!isRead && copy.labels !== undefined)
    copy.labels = record.labels.flatMap((_, index) =>
      wholes.includes(index) ? [] : [(copy.labels as unknown[])[index]],
    )
  return copy
}

const wholeLabel = /^labels\[(\d+)\]$/

function remove(from: Record<string, unknown>, steps: readonly string[]): void {
  const [step, ...rest] = steps
  const inner = from[step!]
  if (rest.length === 0) delete from[step!]
  else if (typeof inner === 'object' && inner !== null) remove(inner as Record<string, unknown>, rest)
}

/** `labels[2].property.@modelarts:shape` → labels, 2, property, @modelarts:shape. */
function stepsOf(field: string): string[] {
  const [, head = '', index, tail] = /^(\w+)(?:\[(\d+)\])?(?:\.(.*))?$/s.exec(field)!
  const below = tail?.startsWith('property.') ? ['property', tail.slice('property.'.length)] : tail ? [tail] : []
  return [head, ...(index === undefined ? [] : [index]), ...below]
}

function sorted(records: readonly unknown[]): unknown[] {
  return [...records].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

function keyOf(record: unknown): string {
  const { path, line = 0 } = record as SampleRecord
  return `${path} ${String(line).padStart(9, '0')}`
}

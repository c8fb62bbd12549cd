import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { SampleLabel } from '#contract/samples.ts'
import { exportTo } from './data-sets.ts'
import { listAll } from './people.ts'
import type { DemoServer } from './server.ts'

/** What is known of a sample or a label, by fields as a loss report names them: `property.@modelarts:feature`. */
type Fields = ReadonlyMap<string, unknown>
type Known = { fields: Fields; labels: readonly Fields[] }

/** Samples by the name of their file, or of a text by its line. */
export type Records = ReadonlyMap<string, Known>

/** Something that is otherwise after the way out and in again; `field` is empty where the whole sample is gone. */
export type Difference = { sample: string; field: string }
type Declared = Difference & { reason: string }

type Line = { id: string; usage?: string; annotation?: { 'creation-time'?: string }[] }

/**
 * Everything that the API tells of the samples of a dataset. The use of a sample and the time of its labels stand in a
 * manifest alone, so one is written, without the files.
 */
export async function readRecords(
  server: DemoServer,
  { dataset_id, path, version_id }: { dataset_id: string; path: string; version_id?: string },
): Promise<Records> {
  const wanted = { path, format: 'manifest', copy_files: false, ...(version_id && { version_id }) }
  await exportTo(server, dataset_id, wanted)
  const manifest = await readFile(join(server.folder, 'buckets', path, 'export.manifest'), 'utf8')
  const lines: Line[] = manifest
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const byId = new Map(lines.map((line, index) => [line.id, { ...line, number: index + 1 }]))
  const samples = await listAll(server.owner, { dataset_id })
  return new Map(
    samples.map(({ sample_id, sample_name, sample_dir, sample_data, metadata = {}, labels = [] }) => {
      const { number, usage, annotation = [] } = byId.get(sample_id!)!
      // The lines of a text may stand in a file of any name.
      const place = sample_data
        ? { text: sample_data[0] }
        : { path: sample_dir!.replace(/^.*?\/in\//, '') + sample_name }
      const fields = fieldsOf({ ...place, usage }, { metadata })
      // All shapes of a picture are one annotation.
      const timeOf = (place: number) => (annotation[place] ?? annotation[0])?.['creation-time']
      const known = labels.map((label, place) => fieldsOfLabel(label, timeOf(place)))
      return [nameOf(sample_name!, sample_data && number), { fields, labels: known }]
    }),
  )
}

function nameOf(path: string, line: number | undefined): string {
  return line === undefined ? path.slice(path.lastIndexOf('/') + 1) : `line ${line}`
}

function fieldsOfLabel({ property = {}, ...label }: SampleLabel, creation_time: string | undefined): Fields {
  return fieldsOf({ ...label, creation_time }, { property })
}

function fieldsOf(own: Record<string, unknown>, inner: Record<string, Record<string, unknown>>): Fields {
  const below = Object.entries(inner).flatMap(([name, values]) =>
    Object.entries(values).map(([key, value]) => [`${name}.${key}`, value] as const),
  )
  return new Map([...Object.entries(own), ...below].filter(([, value]) => value !== undefined))
}

/** How much is compared: every name, place, attribute and use. */
export function countFacts(records: Records): number {
  const all = [...records.values()].flatMap(({ fields, labels }) => [fields, ...labels])
  return all.reduce((sum, { size }) => sum + size, 0)
}

/** What an export or an import says to be otherwise, with the end of the sentence that says so. */
export function declaredBy(problems: readonly { path: string; line?: number; reason: string }[]): Declared[] {
  return problems.map(({ path, line, reason }) => {
    const [, field = '', rest = reason] = /^((?:path|usage|metadata|labels\[\d+\])\S*) (.*)$/s.exec(reason) ?? []
    return { sample: nameOf(path, line), field, reason: rest }
  })
}

/** Every place where the records that came back are not those that were sent. */
export function differencesOf(sent: Records, back: Records): Difference[] {
  const differences: Difference[] = []
  for (const [sample, { fields, labels }] of sent) {
    const found = back.get(sample)
    const differ = (field: string) => differences.push({ sample, field })
    if (!found) {
      differ('')
      continue
    }
    for (const field of unequal(fields, found.fields)) differ(field)
    const left = [...found.labels]
    for (const [place, label] of labels.entries()) {
      const isGone = left.length < labels.length - place && !isSameThing(label, left[0])
      const other = isGone ? undefined : left.shift()
      if (!other) differ(`labels[${place}]`)
      else for (const field of unequal(label, other)) differ(`labels[${place}].${field}`)
    }
    for (const place of left.keys()) differ(`labels[${labels.length + place}]`)
  }
  for (const sample of back.keys()) if (!sent.has(sample)) differences.push({ sample, field: '' })
  return differences
}

function unequal(one: Fields, other: Fields): string[] {
  const fields = new Set([...one.keys(), ...other.keys()])
  return [...fields].filter((field) => !isDeepStrictEqual(one.get(field), other.get(field)))
}

function isSameThing(label: Fields, other: Fields | undefined): boolean {
  return ['name', 'property.@modelarts:shape'].every((field) => label.get(field) === other?.get(field))
}

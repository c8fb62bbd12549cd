import '#tests/repeatable.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readLabelSet } from '#adapters/sql/label-sets.ts'
import { DatasetType } from '#contract/codes.ts'
import type { LossCount } from '#contract/versions.ts'
import { compareKeys } from '#core/codecs/object-path.ts'
import { manifest } from '#core/formats/manifest/manifest.ts'
import { sourceTypeKey } from '#core/formats/manifest/words.ts'
import type { SampleRecord } from '#core/formats/record.ts'
import { recordOfSample } from '#server/exports/record-of-sample.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { records } from '#tests/formats/arbitraries.ts'
import { writeRecords } from '#tests/formats/round-trip.ts'
import { importLines, problemsOf, putFiles, runImport } from '#tests/imports.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const MINUTE = 60_000
const RUNS = process.env.CI ? 8 : 20

/** Eight bits for each thousandth of a second. */
function silence(milliseconds: number): Buffer {
  const head = Buffer.from('RIFF....WAVEfmt ....................data....')
  head.writeUInt32LE(36 + milliseconds, 4)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(1000, 24)
  head.writeUInt32LE(1000, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.writeUInt32LE(milliseconds, 40)
  return Buffer.concat([head, Buffer.alloc(milliseconds, 128)])
}

function fileOf({ size, duration }: SampleRecord): Uint8Array {
  if (size) return blackPng(size[0], size[1])
  return duration === undefined ? Buffer.from('a,b\n1,2\n') : silence(duration)
}

/** A dataset with these records, as an import takes them: with a manifest, its VOC files and the samples' own files. */
async function aDatasetOf(dataset_type: DatasetType, given: readonly SampleRecord[]): Promise<TestDataset> {
  const dataset = await aDataset(server, { type: dataset_type })
  const files = Object.fromEntries(
    given.flatMap((record) => (record.text === undefined ? [[record.path, fileOf(record)]] : [])),
  )
  await putFiles(server, dataset, files, 'in')
  const { files: written } = await writeRecords(manifest, given, {
    dataset_type,
    labels: [],
    file: 'a.manifest',
    voc_decimals: true,
  })
  await putFiles(server, dataset, Object.fromEntries(written.files), 'in')
  const task = await runImport(server, dataset, { import_path: `${dataset.input}a.manifest`, import_type: 'manifest' })
  expect(task.status).toBe('COMPLETED')
  return dataset
}

/** What the samples of a dataset say, but for their ids, in the order in which they came. */
async function recordsOf(dataset_id: string, folder: string): Promise<SampleRecord[]> {
  const { db } = server.services.store
  const dataset = await db
    .selectFrom('dataset')
    .selectAll()
    .where('dataset_id', '=', dataset_id)
    .executeTakeFirstOrThrow()
  const labelSet = await readLabelSet(db, dataset)
  const rows = await db
    .selectFrom('sample')
    .selectAll()
    .where('dataset_id', '=', dataset_id)
    .orderBy('sample_key')
    .execute()
  const found = rows.map((row, index) => {
    const { id: _, line: __, path, ...record } = recordOfSample(row, { labelSet, withoutHard: false })
    // A version tells of tables what they are.
    delete record.metadata[sourceTypeKey]
    return { ...record, path: record.text === undefined ? path.replace(folder, '') : `text ${index + 1}` }
  })
  return found[0]?.text === undefined ? found.sort((a, b) => compareKeys(a.path, b.path)) : found
}

/** Every value of a record by its field as a loss names its kind. */
function fieldsOf({ labels, metadata, ...own }: SampleRecord): Map<string, unknown> {
  const fields = new Map<string, unknown>(Object.entries(own))
  for (const [key, value] of Object.entries(metadata)) fields.set(`metadata.${key}`, value)
  for (const [index, { property = {}, ...label }] of labels.entries()) {
    for (const [key, value] of Object.entries(label)) fields.set(`labels[${index}].${key}`, value)
    for (const [key, value] of Object.entries(property)) fields.set(`labels[${index}].property.${key}`, value)
  }
  return fields
}

/** Equal, but for the fields of the kinds that are declared lost. */
function expectSame(back: readonly SampleRecord[], sent: readonly SampleRecord[], losses: readonly LossCount[]): void {
  const declared = new Set(losses.map(({ field }) => field))
  const kept = (record: SampleRecord) =>
    [...fieldsOf(record)].filter(([field]) => !declared.has(field.replace(/\[\d+\]/g, '[]'))).sort()
  expect(back.map(kept)).toEqual(sent.map(kept))
}

/** Datasets of the free format have no manifest. */
const types = Object.entries(DatasetType).filter(([, type]) => type !== DatasetType.free)

describe.each(types)('a dataset of %s', (_, dataset_type) => {
  let labelled = 0
  const given = records({ dataset_type, texts: 'a.manifest' }).filter(({ length }) => length > 0)

  test('comes back from what was published as it was', async () => {
    await fc.assert(
      fc.asyncProperty(given, async (some) => {
        const dataset = await aDatasetOf(dataset_type, some)
        const sent = await recordsOf(dataset.dataset_id, '')
        labelled += sent.filter(({ labels }) => labels.length > 0).length
        server.advance(MINUTE)
        const body = {
          clear_hard_property: false,
          remove_sample_usage: false,
          muster: { voc_decimals: true },
        }
        const { version_id } = await server.owner.call('CreateDatasetVersion', dataset, body)
        await server.idle()
        const names = { dataset_id: dataset.dataset_id, version_id: version_id! }
        const { manifest_path, muster } = await server.owner.call('DescribeDatasetVersion', names)
        const other = await aDataset(server, { type: dataset_type })
        const task = await runImport(server, other, { import_path: manifest_path!, import_type: 'manifest' })
        expect(await problemsOf(server, other, task)).toEqual([])
        const back = await recordsOf(other.dataset_id, '')
        // Publishing puts what is labelled and has no use to training.
        const used = sent.map((record, index): SampleRecord => {
          const isSplit = record.usage === undefined && back[index]?.usage === 'TRAIN'
          return isSplit ? { ...record, usage: 'TRAIN' } : record
        })
        expectSame(back, used, muster?.losses ?? [])
      }),
      { numRuns: RUNS },
    )
    if (dataset_type !== DatasetType.table) expect(labelled).toBeGreaterThan(0)
  })

  test('is in a new dataset as it was', async () => {
    await fc.assert(
      fc.asyncProperty(given, async (some) => {
        const dataset = await aDatasetOf(dataset_type, some)
        const { task_id } = await server.owner.call('ExportTask', dataset, {
          path: `/${dataset.bucket}/copy/`,
          export_params: {
            clear_hard_property: false,
            export_dest: 'NEW_DATASET',
            export_new_dataset_name: `copy-${dataset.dataset_name}`.slice(0, 60),
            export_new_dataset_work_path: `/${dataset.bucket}/copy-out/`,
          },
        })
        await server.idle()
        const names = { resource_id: dataset.dataset_id, task_id: task_id! }
        const { status, muster, error_msg } = await server.owner.call('GetExportTaskStatusOfDataset', names)
        expect({ status, error_msg }).toEqual({ status: 'SUCCESSED' })
        const back = await recordsOf(muster!.dataset_id!, `/${dataset.bucket}/copy/`)
        expectSame(back, await recordsOf(dataset.dataset_id, dataset.input), muster!.losses!)
      }),
      { numRuns: RUNS },
    )
  })
})

test('paragraphs without a name come in with their classes, and contents with their words', async () => {
  const wav = { 'a.wav': silence(3000) }
  const speech = await aDataset(server, { type: DatasetType.speechParagraphs, files: wav })
  const property = { '@modelarts:start_time': '00:00:00.000', '@modelarts:end_time': '00:00:01.500', mood: 'calm' }
  await importLines(server, speech, [
    { source: `s3://${speech.bucket}/in/a.wav`, annotation: [{ type: 'modelarts/audio_segmentation', property }] },
  ])
  expect(await recordsOf(speech.dataset_id, '')).toMatchObject([{ labels: [{ type: 202, property }] }])

  const content = await aDataset(server, { type: DatasetType.speechContent, files: wav })
  const said = { '@modelarts:content': 'Please hold the line.' }
  await importLines(server, content, [
    { source: `s3://${content.bucket}/in/a.wav`, annotation: [{ type: 'modelarts/audio_content', property: said }] },
  ])
  expect(await recordsOf(content.dataset_id, '')).toMatchObject([{ labels: [{ type: 201, property: said }] }])
})

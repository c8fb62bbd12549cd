import type { ImportReq, ImportTaskStatusResp } from '#contract/imports.ts'
import type { TestServer } from '#tests/app.ts'
import type { TestDataset } from '#tests/builders.ts'

export type Files = Record<string, string | Uint8Array>
type Body = Partial<ImportReq>

/** Puts files into a folder of the dataset's bucket, `from` unless told, and answers the path of the folder. */
export async function putFiles(server: TestServer, { bucket }: TestDataset, files: Files, folder = 'from') {
  for (const [path, bytes] of Object.entries(files)) {
    await server.services.blobs.writeBlob(bucket, `${folder}/${path}`, Buffer.from(bytes))
  }
  return `/${bucket}/${folder}/`
}

export type DoneImport = ImportTaskStatusResp & { task_id: string }

/** Imports what lies in a folder, or is put there first, and answers the task when it is done. */
export async function importFiles(server: TestServer, dataset: TestDataset, files: Files, body: Body = {}) {
  const import_path = await putFiles(server, dataset, files)
  return runImport(server, dataset, { import_path, ...body })
}

/** A manifest of these lines, and the files it names by `{bucket}`. */
export async function importLines(
  server: TestServer,
  dataset: TestDataset,
  lines: readonly (object | string)[],
  body: Body = {},
) {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
  const folder = await putFiles(server, dataset, { 'a.manifest': text }, 'lists')
  return runImport(server, dataset, { import_path: `${folder}a.manifest`, import_type: 'manifest', ...body })
}

export async function runImport(server: TestServer, { dataset_id }: TestDataset, body: ImportReq): Promise<DoneImport> {
  const { task_id } = await server.owner.call('ImportTask', { dataset_id }, body)
  await server.idle()
  return { ...(await server.owner.call('DescImportTask', { dataset_id, task_id })), task_id }
}

/** What could not be read, as one line each. */
export async function problemsOf(server: TestServer, { dataset_id }: TestDataset, { task_id }: DoneImport) {
  const { problems } = await server.owner.call('ListDataTaskProblems', { dataset_id, task_id, limit: 1000 })
  return problems.map(({ kind, path, line, reason }) => `${kind}: ${path}${line ? `:${line}` : ''} ${reason}`)
}

/** The samples of a dataset by the path of their file below the bucket, with their labels' names. */
export async function labelsOf(server: TestServer, dataset: TestDataset): Promise<Record<string, string>> {
  const rows = await server.services.store.db
    .selectFrom('sample')
    .select(['object_key', 'line', 'labels', 'prediction', 'state'])
    .where('dataset_id', '=', dataset.dataset_id)
    .orderBy('object_key')
    .orderBy('line')
    .execute()
  const definitions = await server.services.store.db
    .selectFrom('label')
    .select(['label_key', 'name'])
    .where('dataset_id', '=', dataset.dataset_id)
    .execute()
  const names = new Map(definitions.map(({ label_key, name }) => [label_key, name]))
  return Object.fromEntries(
    rows.map(({ object_key, line, labels, prediction }) => {
      const of = (json: string) => JSON.parse(json).map(({ label_key }: { label_key: number }) => names.get(label_key))
      const said = prediction === null ? of(labels).join(' ') : `? ${of(prediction).join(' ')}`
      return [line === null ? object_key : `${object_key}:${line}`, said]
    }),
  )
}

/** A sample as the wire shows it, found by the name of its file. */
export async function sampleNamed(server: TestServer, { dataset_id }: TestDataset, sample_name: string) {
  const { sample_id } = await server.services.store.db
    .selectFrom('sample')
    .select('sample_id')
    .where('dataset_id', '=', dataset_id)
    .where('sample_name', '=', sample_name)
    .executeTakeFirstOrThrow()
  return server.owner.call('DescribeSample', { dataset_id, sample_id })
}

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { importFiles, problemsOf, runImport } from '#tests/imports.ts'
import { runSync } from '#tests/syncs.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const picture = blackPng(100, 80)

/** Puts a file where nobody but the owner of the folder could. */
async function putStrangely({ bucket }: TestDataset, folder: string, name: string | Buffer): Promise<void> {
  const home = join(await server.bucket(bucket), folder)
  await mkdir(home, { recursive: true })
  await writeFile(Buffer.concat([Buffer.from(`${home}/`), Buffer.from(name)]), picture)
}

test.each<[name: string | Buffer, line: string]>([
  ['a%2Fb.png', 'a%2Fb.png stays out: a path must not hold "%2F"'],
  ['a\\b.png', 'a\\b.png stays out: a path must not hold "\\\\"'],
  ['a\nb.png', 'a\ufffdb.png stays out: a path must not hold "\\n"'],
  [Buffer.from([0x66, 0xfc, 0x72, 0x2e, 0x70, 0x6e, 0x67]), 'f\ufffdr.png stays out: a path must be spelled in UTF-8'],
])('the name %j cannot be a path and is told, and what lies beside it comes', async (name, line) => {
  const dataset = await aDataset(server, { files: {} })
  for (const one of [name, '.hidden.png']) await putStrangely(dataset, 'from', one)
  const done = await importFiles(server, dataset, { '1.png': picture })
  expect(done).toMatchObject({ status: 'COMPLETED', imported_sample_count: 1, muster: { failed: 1 } })
  expect(await problemsOf(server, dataset, done)).toEqual([`failed: ${line}`])
})

test('names that cannot be paths are told in one line, folders with what lies in them, by synchronisations as well', async () => {
  const dataset = await aDataset(server, { files: { '1.png': picture } })
  for (const name of ['2.png', '3.png']) await putStrangely(dataset, 'in/x%5cy', name)
  await putStrangely(dataset, 'in', 'z\\.png')
  const line = 'x%5cy/ stays out with all that lies in it: a path must not hold "%5c"; it is the first of 2 such names'
  const { task_id, ...synchronized } = await runSync(server, dataset)
  expect(synchronized).toMatchObject({ status: 'COMPLETED', add_sample_count: 0, muster: { failed: 1 } })
  const { problems } = await server.owner.call('ListDataTaskProblems', {
    dataset_id: dataset.dataset_id,
    task_id: task_id!,
  })
  expect(problems.map(({ path, reason }) => `${path} ${reason}`)).toEqual([line])
  const import_path = `/${dataset.bucket}/in/`
  const done = await runImport(server, dataset, { import_path })
  expect(await problemsOf(server, dataset, done)).toContain(`failed: ${line}`)
  const strict = await runImport(server, dataset, { import_path, muster: { strict: true } })
  expect(strict).toMatchObject({ status: 'FAILED', error_code: 'ModelArts.4362' })
})

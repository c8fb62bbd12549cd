import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { holdListings } from '#tests/blobs/held-listings.ts'
import { aDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { labelsOf, putFiles } from '#tests/imports.ts'
import { COMMAND_SETTINGS, MusterCommand } from '#tests/muster-command.ts'

let server: TestServer
let muster: MusterCommand
let folder: string
beforeAll(async () => {
  server = await aServer(COMMAND_SETTINGS)
  muster = await MusterCommand.at(server)
  folder = await mkdtemp(join(tmpdir(), 'muster-cli-'))
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const image = blackPng(10, 10)

/** A dataset of texts, and in its bucket two more with labels, and a line that is none. */
async function aSource() {
  const dataset = await aDataset(server, { type: DatasetType.textClassification, files: {} })
  const texts = ['{"text":"buy now","label":["spam"]}', '{"text":"see you","label":["ham"]}', 'nothing']
  return {
    dataset,
    name: dataset.dataset_name,
    path: await putFiles(server, dataset, { 'mails.jsonl': texts.join('\n') }),
  }
}

describe('a folder of the store', () => {
  test('is imported, with counts and the first problems', async () => {
    const { dataset, name, path } = await aSource()
    const { code, out, err } = await muster.run(['import', name, path, '--format', 'jsonl'])
    expect([code, err]).toEqual([0, expect.stringContaining('Importing')])
    expect(out).toMatch(/^status +completed$/m)
    expect(out).toMatch(/^format +jsonl$/m)
    expect(out).toMatch(/^new +2$/m)
    expect(out).toMatch(/^problems +1$/m)
    expect(out).toMatch(/^ {2}failed: mails\.jsonl:3 /m)
    expect(Object.values(await labelsOf(server, dataset))).toEqual(['spam', 'ham'])
  })

  test('gives its labels other names, leaves some out, and tells all problems in a file', async () => {
    const { dataset, name, path } = await aSource()
    const file = join(folder, 'problems.csv')
    const task = await muster.json(
      'import',
      name,
      path,
      '--rename',
      'spam=junk',
      '--rename',
      'ham=',
      '--problems',
      file,
    )
    expect(task).toMatchObject({ status: 'COMPLETED', imported_sample_count: 2, muster: { failed: 1 } })
    expect(Object.values(await labelsOf(server, dataset))).toEqual(['junk', ''])
    const lines = (await readFile(file, 'utf8')).trim().split('\n')
    expect(lines).toEqual(['kind,path,line,reason', expect.stringMatching(/^failed,mails\.jsonl,3,/)])
  })

  test('is only read and counted in a dry run', async () => {
    const { dataset, name, path } = await aSource()
    const { code, out } = await muster.run(['import', name, path, '--dry-run'])
    expect(code).toBe(0)
    expect(out).toMatch(/^status +completed, nothing was changed$/m)
    expect(out).toMatch(/^label +type +met$/m)
    expect(out).toMatch(/^spam +text classification +1 +new$/m)
    expect((await muster.lines('import', name))[1]).toContain('  only tried  ')
    expect(await labelsOf(server, dataset)).toEqual({})
  })

  test('ends the command with 1 when its import fails, and says why', async () => {
    const { name, path } = await aSource()
    const strict = await muster.run(['import', name, path, '--strict'])
    expect([strict.code, strict.err]).toEqual([
      1,
      expect.stringMatching(/\nmuster: .*mails\.jsonl.* \(ModelArts\.\d{4}\)\n$/s),
    ])
    expect(strict.out).toMatch(/^status +failed$/m)
  })

  test('is said not to be there with 4', async () => {
    const { dataset, name } = await aSource()
    const { code, out, err } = await muster.run(['import', name, `/${dataset.bucket}/elsewhere/`])
    expect([code, out]).toEqual([4, ''])
    expect(err).toBe(`muster: import_path: there is nothing at /${dataset.bucket}/elsewhere/. (ModelArts.4312)\n`)
  })

  test('comes again without changing anything, or replaces labels where it is asked to', async () => {
    const { dataset, name, path } = await aSource()
    await muster.json('import', name, path)
    const again = await muster.json('import', name, path)
    expect(again).toMatchObject({ imported_sample_count: 0, muster: { relabelled: 0 } })
    const replaced = await muster.json('import', name, path, '--duplicates', 'replace', '--rename', 'spam=junk')
    expect(replaced.muster.relabelled).toBeGreaterThan(0)
    expect(Object.values(await labelsOf(server, dataset))).toContain('junk')
  })
})

test('an import that nobody waited for is looked at later, and all of them are listed', async () => {
  const { name, path } = await aSource()
  const { task_id } = await muster.json('import', name, path, '--no-wait')
  expect(await muster.json('import', name, '--task', task_id)).toMatchObject({ task_id, status: 'COMPLETED' })
  const [headline, row] = await muster.lines('import', name)
  expect(headline).toMatch(/^begun +status +samples +new +problems +from +id$/)
  expect(row).toMatch(new RegExp(`^\\d{4}-\\d\\d-\\d\\d [\\d:]{8} +completed +3 +2 +1 +obs:/${path} +${task_id}$`))
  const { code, err } = await muster.run(['import', name, '--task', 'unheard-of'])
  expect([code, err]).toEqual([4, `muster: The dataset ${name} has no import "unheard-of".\n`])
})

test('an import that goes on is stopped, and one that is done stays as it is', async () => {
  const { name, path } = await aSource()
  const release = holdListings(server)
  const { task_id } = await muster.json('import', name, path, '--no-wait')
  const { code, out } = await muster.run(['import', name, '--task', task_id, '--stop'])
  release()
  expect([code, out]).toEqual([0, expect.stringContaining('What had come in by then stays in the dataset.')])
  const done = await muster.json('import', name, path)
  expect(await muster.json('import', name, '--task', done.task_id, '--stop')).toMatchObject({ status: 'COMPLETED' })
  const nothing = await muster.run(['import', name, '--stop'])
  expect([nothing.code, nothing.err]).toEqual([2, expect.stringContaining('--stop needs --task')])
})

test('a manifest is imported as one', async () => {
  const dataset = await aDataset(server)
  const path = await putFiles(server, dataset, { 'cat/1.png': image })
  const line = JSON.stringify({
    source: `s3:/${path}cat/1.png`,
    annotation: [{ type: 'modelarts/image_classification', name: 'lynx' }],
  })
  const lists = await putFiles(server, dataset, { 'a.manifest': line }, 'lists')
  expect(await muster.json('import', dataset.dataset_name, `${lists}a.manifest`, '--manifest')).toMatchObject({
    import_type: 1,
    status: 'COMPLETED',
  })
  expect(Object.values(await labelsOf(server, dataset))).toEqual(['lynx'])
})

test('what one format alone knows is passed on', async () => {
  const dataset = await aDataset(server, { type: DatasetType.textClassification, lines: ['a first one'] })
  const lines = ['{"body":"buy now","kind":["spam"]}', '{"body":"see you","kind":["ham"]}'].join('\n')
  const path = await putFiles(server, dataset, { 'mails.jsonl': lines })
  const words = ['--format', 'jsonl', '--set', 'text_column=body', '--set', 'label_column=kind']
  expect(await muster.json('import', dataset.dataset_name, path, ...words)).toMatchObject({ annotated_sample_count: 2 })
})

describe('a folder of this machine', () => {
  test('is uploaded to the input path of the dataset and imported there, and can come again', async () => {
    const dataset = await aDataset(server)
    const source = join(folder, 'garden')
    await mkdir(join(source, 'tulip/.hidden'), { recursive: true })
    for (let i = 0; i < 9; i++) await writeFile(join(source, `tulip/größe ${i}.png`), image)
    await writeFile(join(source, 'tulip/.hidden/x.png'), image)
    await writeFile(join(source, 'tulip/empty.png'), '')
    for (const imported_sample_count of [9, 0]) {
      const { code, out, err } = await muster.run(['import', dataset.dataset_name, source, '--local', '--json'])
      expect(err).toContain('Left out as they hold nothing: 1 file.')
      expect([code, JSON.parse(out)]).toMatchObject([0, { status: 'COMPLETED', imported_sample_count }])
    }
    const labels = await labelsOf(server, dataset)
    expect(Object.keys(labels)).toHaveLength(9)
    expect(labels['in/garden/tulip/größe 0.png']).toBe('tulip')
  })

  test('is not there: 4, and the sentence says where was looked', async () => {
    const { dataset_name } = await aDataset(server)
    const { code, err } = await muster.run(['import', dataset_name, './nowhere'])
    expect([code, err]).toEqual([
      4,
      'muster: There is nothing at ./nowhere on this machine; paths of the store begin with "/".\n',
    ])
  })
  test('is a single file: 2, before anything is uploaded', async () => {
    const { dataset_name } = await aDataset(server)
    const file = join(folder, 'mails.jsonl')
    await writeFile(file, '{"text":"a"}')
    const { code, err } = await muster.run(['import', dataset_name, file, '--local'])
    expect([code, err]).toEqual([2, `muster: ${file} is a file; name its folder, or say --manifest if it is one\n`])
  })
})

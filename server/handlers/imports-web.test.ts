import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { importLines, labelsOf, problemsOf, sampleNamed } from '#tests/imports.ts'

let web: Server
let asked: string[] = []
let server: TestServer
let host: string
const picture = blackPng(40, 30)

beforeAll(async () => {
  web = createServer(({ url }, response) => {
    asked.push(url!)
    if (url === '/none.png') response.writeHead(404).end('none of your business')
    else if (url === '/half.png') {
      response.writeHead(200, { 'content-length': '1000' })
      response.write(picture, () => response.destroy())
    } else if (url === '/one.png?id=1') setTimeout(() => response.end(picture), 100)
    else if (url === '/one.png?id=2') response.end(blackPng(20, 10))
    else response.end(picture)
  }).listen(0, '127.0.0.1')
  await once(web, 'listening')
  host = `127.0.0.1:${(web.address() as AddressInfo).port}`
  server = await aServer({ MUSTER_IMPORT_HOSTS: `files.example.com, ${host}` })
})
afterAll(async () => {
  await server.close()
  web.closeAllConnections()
  web.close()
})
beforeEach(() => {
  asked = []
})

const aDatasetOfCats = () => aDataset(server, { type: DatasetType.imageClassification })
const line = (source: string, name = 'cat') => ({
  source,
  annotation: [{ type: 'modelarts/image_classification', name }],
})
const folder = () => `in/${host.replace(':', '_')}`
const keysIn = async ({ bucket }: TestDataset) => {
  const pages = await Array.fromAsync(server.services.blobs.listBlobs(bucket, { prefix: 'in/' }))
  return pages.flat().map(({ key }) => key)
}

test('files at an allowed host are fetched into the input path, once', async () => {
  const dataset = await aDatasetOfCats()
  const lines = [line(`http://${host}/a/1.png`), line(`http://${host}/b%20c.png?version=2`, 'dog')]
  const done = await importLines(server, dataset, lines)
  expect(await problemsOf(server, dataset, done)).toEqual([])
  expect(await labelsOf(server, dataset)).toEqual({ [`${folder()}/a/1.png`]: 'cat', [`${folder()}/b c.png`]: 'dog' })
  expect((await sampleNamed(server, dataset, '1.png')).metadata).toMatchObject({ '@modelarts:size': [40, 30, 1] })
  expect(asked.sort()).toEqual(['/a/1.png', '/b%20c.png?version=2'])
  const again = await importLines(server, dataset, lines)
  expect(again).toMatchObject({ imported_sample_count: 0, muster: { skipped: 2 } })
  expect(asked).toHaveLength(2)
})

test('of addresses that differ in what is asked for alone, the first gives the file and the labels', async () => {
  const dataset = await aDatasetOfCats()
  const lines = [line(`http://${host}/one.png?id=1`), line(`http://${host}/one.png?id=2`, 'dog')]
  const done = await importLines(server, dataset, lines)
  expect(await problemsOf(server, dataset, done)).toEqual([
    `skipped: /${dataset.bucket}/${folder()}/one.png comes twice`,
  ])
  expect(await labelsOf(server, dataset)).toEqual({ [`${folder()}/one.png`]: 'cat' })
  expect((await sampleNamed(server, dataset, 'one.png')).metadata).toMatchObject({ '@modelarts:size': [40, 30, 1] })
  expect(asked).toEqual(['/one.png?id=1'])
})

test('a path that no file can have ends nothing but its own line', async () => {
  const dataset = await aDatasetOfCats()
  const long = `${'a'.repeat(252)}.png`
  const sources = ['.well-known/1.png', long, '1.png'].map((path) => line(`http://${host}/${path}`))
  const done = await importLines(server, dataset, sources)
  expect(done).toMatchObject({ status: 'COMPLETED', imported_sample_count: 1 })
  expect(await problemsOf(server, dataset, done)).toEqual([
    expect.stringMatching(/:1 has a bad source.*must not hold a part that begins with "\."/),
    expect.stringMatching(/:2 has a bad source.*must not hold a part of more than 255 bytes/),
  ])
})

test('a dry run fetches nothing', async () => {
  const dataset = await aDatasetOfCats()
  const done = await importLines(server, dataset, [line(`http://${host}/1.png`)], { muster: { dry_run: true } })
  expect(done).toMatchObject({ imported_sample_count: 1, annotated_sample_count: 1, muster: { failed: 0 } })
  expect([asked, await keysIn(dataset)]).toEqual([[], []])
})

test('a key frame of a video is one in a dry run too, and nothing but a picture is fetched for it', async () => {
  const dataset = await aDataset(server, { type: DatasetType.video })
  const property = { '@modelarts:parent_source': `s3://${dataset.bucket}/in/gate.mp4` }
  const lines = ['1.png', '1.txt'].map((path) => ({ source: `http://${host}/${path}`, property }))
  const counts = { imported_sample_count: 1, imported_sub_sample_count: 1, muster: { failed: 1 } }
  expect(await importLines(server, dataset, lines, { muster: { dry_run: true } })).toMatchObject(counts)
  expect(asked).toEqual([])
  expect(await importLines(server, dataset, lines)).toMatchObject(counts)
  expect(asked).toEqual(['/1.png'])
})

test('what cannot be fetched is told, and leaves nothing', async () => {
  const dataset = await aDatasetOfCats()
  const done = await importLines(server, dataset, [
    line(`http://${host}/none.png`),
    line(`http://${host}/half.png`),
    line(`http://${host}/1.png`),
  ])
  expect(await labelsOf(server, dataset)).toEqual({ [`${folder()}/1.png`]: 'cat' })
  const reasonOf = (path: string, reason: string) =>
    `failed: /${dataset.bucket}/${folder()}/${path} is to be fetched from "http://${host}/${path}", which ${reason}`
  expect(await problemsOf(server, dataset, done)).toEqual([
    reasonOf('none.png', 'is answered with status 404'),
    reasonOf('half.png', 'breaks off'),
  ])
  expect(await keysIn(dataset)).toEqual([`${folder()}/1.png`])
})

test('no other host is asked, and no path leaves the input path', async () => {
  const dataset = await aDatasetOfCats()
  const { port } = web.address() as AddressInfo
  const sources = [
    `http://localhost:${port}/1.png`,
    `http://user@${host}/1.png`,
    'http://169.254.169.254/latest/1.png',
    'https://files.example.com.evil.example/1.png',
    `ftp://${host}/1.png`,
    `http://${host}/a%2f..%2f..%2f..%2f1.png`,
    `http://${host}/`,
  ]
  const done = await importLines(
    server,
    dataset,
    sources.map((source) => line(source)),
  )
  const problems = await problemsOf(server, dataset, done)
  expect(problems).toHaveLength(sources.length)
  for (const [n, problem] of problems.entries()) expect(problem).toContain(`:${n + 1} has a bad source`)
  expect(problems[0]).toContain('is at a host that the administrator has not allowed')
  expect([asked, await keysIn(dataset)]).toEqual([[], []])
})

test('without a word of the administrator no host is', async () => {
  const strict = await aServer()
  try {
    const dataset = await aDataset(strict, { type: DatasetType.imageClassification })
    const done = await importLines(strict, dataset, [line(`http://${host}/1.png`)])
    expect(await problemsOf(strict, dataset, done)).toEqual([
      expect.stringContaining('is at a host that the administrator has not allowed'),
    ])
    expect(asked).toEqual([])
  } finally {
    await strict.close()
  }
})

import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aServer, type TestServer } from '#tests/app.ts'
import { aTeam } from '#tests/builders.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
  const zoo = await server.bucket('zoo')
  await server.bucket('archive')
  await server.bucket('.hidden')
  await mkdir(join(zoo, 'cats', 'small'), { recursive: true })
  await writeFile(join(zoo, 'cats', 'a.txt'), 'hello')
  await writeFile(join(zoo, 'cats', '.secret'), 'x')
  await symlink('/etc', join(zoo, 'cats', 'link'))
})
afterAll(() => server.close())

const list = (path?: string) => server.owner.call('ListFolder', { path })

test('the buckets', async () => {
  const buckets = { path: '/', folders: [{ name: 'archive' }, { name: 'zoo' }], files: [], more: false }
  expect(await list()).toEqual(buckets)
  expect(await list('/')).toEqual(buckets)
})

test('a folder, without what is hidden and without links', async () => {
  const cats = { path: '/zoo/cats/', folders: [{ name: 'small' }], files: [{ name: 'a.txt', size: 5 }], more: false }
  expect(await list('/zoo/cats/')).toEqual(cats)
  expect(await list('obs://zoo/cats')).toEqual(cats)
  expect(await list('/zoo')).toMatchObject({ path: '/zoo/', folders: [{ name: 'cats' }] })
  expect(await list('/archive/')).toMatchObject({ folders: [], files: [] })
})

test('a large folder shows its first thousand names, and says that there are more', async () => {
  const folder = await server.bucket('large')
  for (let i = 0; i < 1001; i++) await writeFile(join(folder, `${String(i).padStart(4, '0')}.txt`), '')
  const { files, more } = await list('/large/')
  expect([files.length, files[0]!.name, files.at(-1)!.name, more]).toEqual([1000, '0000.txt', '0999.txt', true])
})

test.each([
  ['/nowhere/', 'ModelArts.4311'],
  ['/zoo/dogs/', 'ModelArts.4312'],
  ['/zoo/cats/a.txt', 'ModelArts.4312'],
  ['/zoo/cats/link/', 'ModelArts.4312'],
  ['/zoo/.git/', 'ModelArts.4312'],
  ['/zoo/../', 'ModelArts.4313'],
  ['zoo', 'ModelArts.4313'],
  ['/zoo//cats', 'ModelArts.4315'],
])('%s is refused', async (path, error_code) => {
  expect(await server.owner.refused('ListFolder', { path })).toMatchObject({ status: 400, error_code })
})

test('is for owners', async () => {
  const { labelers } = await aTeam(server, { labelers: 1 })
  expect(await labelers[0]!.refused('ListFolder', { path: '/' })).toMatchObject({ status: 403 })
})

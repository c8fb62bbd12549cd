import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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

describe('the columns of a table', () => {
  const guess = (path: string, with_column_header = true) =>
    server.owner.call('GuessTableSchema', { path, with_column_header })
  let bucket: string
  beforeAll(async () => {
    bucket = await server.bucket('tables')
    await mkdir(join(bucket, 'sales', '2026'), { recursive: true })
    await writeFile(join(bucket, 'sales', 'readme.txt'), 'no table')
  })

  test('are those of the first CSV file', async () => {
    expect(await server.owner.refused('GuessTableSchema', { path: '/tables/sales/' })).toMatchObject({
      status: 400,
      error_code: 'ModelArts.4312',
    })
    await writeFile(join(bucket, 'sales', '2026', 'b.CSV'), 'other\n1')
    await writeFile(join(bucket, 'sales', '2026', 'a.csv'), 'day,sum,who\r\n2026-01-31,1.5,"Ann, Bob"\r\n')
    const schema = [
      { schema_id: 1, name: 'day', type: 'DATE' },
      { schema_id: 2, name: 'sum', type: 'DOUBLE' },
      { schema_id: 3, name: 'who', type: 'STRING' },
    ]
    expect(await guess('/tables/sales')).toEqual({ path: '/tables/sales/2026/a.csv', schema })
    expect((await guess('/tables/sales/', false)).schema[0]).toEqual({ schema_id: 1, name: 'column_1', type: 'STRING' })
  })

  test('are read in GBK, too', async () => {
    await mkdir(join(bucket, 'gbk'))
    // The names of the city and of its people, and a city.
    await writeFile(
      join(bucket, 'gbk', 'a.csv'),
      Buffer.from('b3c7cad02cc8cbbfda0ab1b1beA92c32310a'.toLowerCase(), 'hex'),
    )
    expect((await guess('/tables/gbk/')).schema.map(({ name, type }) => `${name} ${type}`)).toEqual([
      '城市 STRING',
      '人口 INT',
    ])
  })

  test.each([
    ['quote', '"'.repeat(200_000)],
    ['commas', ','.repeat(200_000)],
    ['nothing', ''],
    ['zeros', '\0'.repeat(200_000)],
  ])('a file of %s is read no further than its beginning, and hurts nobody', async (name, text) => {
    await mkdir(join(bucket, name))
    await writeFile(join(bucket, name, 'a.csv'), text)
    expect((await guess(`/tables/${name}/`)).schema).toEqual([])
  })

  test.each([
    ['utf16', Buffer.from('\ufeffday,sum\n1,2\n', 'utf16le'), 'is UTF-16'],
    ['latin1', Buffer.from('größe,straße\n1,2\n', 'latin1'), 'is not valid UTF-8'],
    ['packed', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), 'is not valid UTF-8'],
    ['nul', Buffer.from('a\0b\n1\n'), 'holds the character U+0000'],
  ])('of a file that is no text (%s) are not guessed, and why is said', async (name, bytes, reason) => {
    await mkdir(join(bucket, name))
    await writeFile(join(bucket, name, 'a.csv'), bytes)
    expect(await server.owner.refused('GuessTableSchema', { path: `/tables/${name}/` })).toMatchObject({
      error_code: 'ModelArts.4396',
      error_msg: expect.stringContaining(`path: /tables/${name}/a.csv ${reason}`),
    })
  })

  test('are guessed where a character is cut by the end of what is read', async () => {
    await mkdir(join(bucket, 'cut'))
    await writeFile(join(bucket, 'cut', 'a.csv'), `n,place\n${'1,münchen\n'.repeat(9000)}`)
    expect((await guess('/tables/cut/')).schema.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'n INT',
      'place STRING',
    ])
  })

  test('are for owners, and of paths that can be', async () => {
    expect(await server.owner.refused('GuessTableSchema', { path: '/tables/../' })).toMatchObject({
      error_code: 'ModelArts.4313',
    })
    expect(await server.owner.refused('GuessTableSchema', { path: '/nowhere/' })).toMatchObject({
      error_code: 'ModelArts.4311',
    })
  })
})

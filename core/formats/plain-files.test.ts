import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { plainFiles } from './plain-files.ts'

const isSample = (path: string) => /\.(jpg|txt)$/.test(path)

test('every file of the kind is a sample without labels, whatever its folder is called', async () => {
  const files = new MemoryFiles({ 'cat/1.jpg': '', 'notes.md': '', '__proto__/2.jpg': '', '0.jpg': '' })
  const options = { dataset_type: DatasetType.imageClassification, isSample }
  const found = await Array.fromAsync(plainFiles.read(files, options))
  expect(found).toEqual(
    ['0.jpg', '__proto__/2.jpg', 'cat/1.jpg'].map((path) => ({
      cursor: { path },
      record: { path, labels: [], metadata: {} },
    })),
  )
})

test('every line that is not blank is a sample, with its number', async () => {
  const files = new MemoryFiles({ 'a.txt': '\ufeffone\r\n\n  \nfour 😀', 'b.txt': '' })
  const options = { dataset_type: DatasetType.namedEntities, isSample }
  const found = await Array.fromAsync(plainFiles.read(files, options))
  expect(found.map((item) => 'record' in item && [item.record.path, item.record.line, item.record.text])).toEqual([
    ['a.txt', 1, 'one'],
    ['a.txt', 4, 'four 😀'],
  ])
})

test('a line that is too long is told, and the next one read', async () => {
  const files = new MemoryFiles({ 'a.txt': `one\n${'x'.repeat(200_000)}\nthree` })
  const found = await Array.fromAsync(plainFiles.read(files, { dataset_type: DatasetType.namedEntities, isSample }))
  expect(found.map((item) => ('fault' in item ? item.fault.line : item.record.text))).toEqual(['one', 2, 'three'])
})

const line = fc.constantFrom('', ' ', 'a', 'Ünïcode', '😀 深圳', 'x'.repeat(110_000), '\t')
const texts = fc.dictionary(
  fc.constantFrom('a.txt', 'b/1.txt', 'b.txt', 'ö.txt', 'x.md'),
  fc.tuple(fc.array(line, { maxLength: 6 }), fc.constantFrom('\n', '\r\n')).map(([lines, end]) => lines.join(end)),
)

test('an interrupted reading goes on behind what was read: lines of texts, and files', async () => {
  await fc.assert(
    fc.asyncProperty(texts, async (found) => {
      const options = { dataset_type: DatasetType.textClassification, isSample }
      await checkGoingOn(plainFiles, new MemoryFiles(found), options)
    }),
    { numRuns: 50 },
  )
  const paths = fc.uniqueArray(fc.constantFrom('1.jpg', 'a/1.jpg', 'a.jpg', 'a-b.jpg', 'ö.jpg', 'z.md', '😀.jpg'))
  await fc.assert(
    fc.asyncProperty(paths, async (names) => {
      const files = new MemoryFiles(Object.fromEntries(names.map((name) => [name, ''])))
      await checkGoingOn(plainFiles, files, { dataset_type: DatasetType.imageClassification, isSample })
    }),
  )
})

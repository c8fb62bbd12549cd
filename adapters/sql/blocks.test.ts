import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blockOf, keysOf, type Order, readPage, stepsOf, totalOf, walk } from './blocks.ts'

const sparse = fc.uniqueArray(fc.nat({ max: 60_000 }), { maxLength: 60 }).map((keys) => keys.sort((a, b) => a - b))
const orders = fc.constantFrom<Order>('asc', 'desc')

const inOrder = (keys: readonly number[], order: Order) => (order === 'asc' ? [...keys] : keys.toReversed())
const within = (keys: readonly number[], { from, to }: { from: number; to: number }) =>
  keys.filter((key) => key >= from && key <= to)

test('a page holds what lies there in the order of the list, whatever the blocks', async () => {
  await fc.assert(
    fc.asyncProperty(
      sparse,
      orders,
      fc.nat({ max: 70 }),
      fc.integer({ min: 1, max: 20 }),
      async (keys, order, offset, limit) => {
        const counts = [...Map.groupBy(keys, blockOf)].map(([block, of]) => ({ block, count: of.length }))
        const blocks = fc.sample(fc.shuffledSubarray(counts, { minLength: counts.length }), 1)[0]!
        const page = await readPage(
          [...blocks, { block: 3, count: 0 }],
          { offset, limit, order },
          async (range, part) => inOrder(within(keys, range), part.order).slice(part.skip, part.skip + part.limit),
        )
        expect(page).toEqual(inOrder(keys, order).slice(offset, offset + limit))
        expect(totalOf(blocks)).toBe(keys.length)
      },
    ),
  )
})

test('a block holds the keys that belong to it', () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 40 }), (key) => {
      const { from, to } = keysOf(blockOf(key))
      expect(key).toBeGreaterThanOrEqual(from)
      expect(key).toBeLessThanOrEqual(to)
      expect(blockOf(to + 1)).toBe(blockOf(from) + 1)
    }),
  )
})

test('the steps through a block cover it once, and a block with few rows is one step', () => {
  const block = keysOf(7)
  expect(stepsOf(block, 1024)).toEqual([block])
  const steps = stepsOf(block, 1025)
  expect(steps.length).toBeGreaterThan(1)
  expect(steps[0]!.from).toBe(block.from)
  expect(steps.at(-1)!.to).toBe(block.to)
  for (const [i, step] of steps.slice(1).entries()) expect(step.from).toBe(steps[i]!.to + 1)
})

test.each<Order>(['asc', 'desc'])('walking through a full block meets every row once (%s)', async (order) => {
  const block = keysOf(2)
  const keys = Array.from({ length: 3000 }, (_, i) => block.from + i)
  const read = async (range: { from: number; to: number }, limit: number) =>
    inOrder(within(keys, range), order).slice(0, limit)
  const met: number[] = []
  for await (const key of walk(block, order, read, (one) => one)) met.push(key)
  expect(met).toEqual(inOrder(keys, order))
})

import { expect, test } from 'vitest'
import { openSqlite } from './store.ts'

test('x', async () => {
  const s = openSqlite(':memory:')
  await s.migrate()
  const k = await s.reserveKeys('sample', 10)
  expect(k).toBe(1)
  await s.transaction(async (tx) => {
    await tx.each.add(
      'sample_tally',
      ['dataset_id', 'facet', 'block'],
      ['samples'],
      [
        ['a', 1, 0, 5],
        ['a', 1, 0, 5],
      ],
    )
    await tx.each.update('sample_tally', ['dataset_id', 'facet', 'block'], ['samples'], [['a', 1, 0, 50]])
    expect(await tx.each.select('sample_tally', ['dataset_id'], ['samples', 'block'], [['a']])).toEqual([
      { samples: 50, block: 0 },
    ])
  })
  await s.close()
})

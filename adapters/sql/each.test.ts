import { expect, test } from 'vitest'
import { freshStore } from '#tests/engines.ts'

test('rows are added up, changed and read by the list', async () => {
  const { store, dispose } = await freshStore()
  await store.transaction(async (tx) => {
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
  await dispose()
})

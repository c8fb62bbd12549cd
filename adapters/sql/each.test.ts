import { expect, test } from 'vitest'
import { freshStore } from '#tests/engines.ts'

test('rows are added up, changed and read by the list', async () => {
  const { store, dispose } = await freshStore()
  await store.transaction(async (tx) => {
    const add = () => tx.each.add('sample_tally', ['dataset_id', 'facet', 'block'], ['samples'], [['a', 1, 0, 5]])
    const read = () => tx.each.select('sample_tally', ['dataset_id'], ['samples', 'block'], [['a']])
    await add()
    await add()
    expect(await read()).toEqual([{ samples: 10, block: 0 }])
    await tx.each.update('sample_tally', ['dataset_id', 'facet', 'block'], ['samples'], [['a', 1, 0, 50]])
    expect(await read()).toEqual([{ samples: 50, block: 0 }])
  })
  await dispose()
})

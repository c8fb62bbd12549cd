import fc from 'fast-check'
import { describe, test } from 'vitest'
import type { DatasetType } from '#contract/codes.ts'
import { records } from '#tests/formats/arbitraries.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { checkRoundTrip, writeRecords } from '#tests/formats/round-trip.ts'
import { labelStudio } from './label-studio.ts'

const isSample = (path: string) => /\.(jpe?g|png|wav|txt)$/i.test(path)
const optionsFor = (dataset_type: DatasetType) => ({ dataset_type, labels: [], isSample })
const recordsOf = (dataset_type: DatasetType) => records({ dataset_type, texts: 'tasks.json' })

describe('tasks of Label Studio', () => {
  test.each(labelStudio.dataset_types)('of type %s come back but for what is said to be lost', async (type) => {
    for (const more of [{}, { text_offset_unit: 'utf16' as const, text_column: 'city' }]) {
      const options = { ...optionsFor(type), ...more }
      await fc.assert(
        fc.asyncProperty(recordsOf(type), (found) => checkRoundTrip(labelStudio, found, options)),
        { numRuns: 150 },
      )
    }
  })

  test.each(labelStudio.dataset_types)('of type %s are read on from any of them', async (type) => {
    await fc.assert(
      fc.asyncProperty(recordsOf(type), async (found) => {
        const { files } = await writeRecords(labelStudio, found, optionsFor(type))
        await checkGoingOn(labelStudio, files, optionsFor(type))
      }),
      { numRuns: 20 },
    )
  })
})

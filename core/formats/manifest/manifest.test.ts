import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { records } from '#tests/formats/arbitraries.ts'
import { checkRoundTrip, writeRecords } from '#tests/formats/round-trip.ts'
import { manifest } from './manifest.ts'

const isSample = () => true
const types = Object.values(DatasetType)

describe('manifests', () => {
  test.each(types)('of type %s come back as they were written', async (dataset_type) => {
    const variants = [
      {},
      { text_offset_unit: 'utf16' as const, voc_decimals: true },
      { root: '/bucket/out/', source_type_header: 'obs://', file: 'annotation/V001/V001.manifest' },
      { file: 'annotation/V001/V001.manifest', voc_origin: 1 },
    ]
    for (const more of variants) {
      const options = { dataset_type, labels: [], isSample, file: 'export.manifest', ...more }
      await fc.assert(
        fc.asyncProperty(records({ dataset_type, texts: options.file }), (found) => {
          const placed = 'root' in more ? found.map((record, i) => (i % 2 ? atTop(record) : record)) : found
          return checkRoundTrip(manifest, placed, options)
        }),
        { numRuns: 40 },
      )
    }
  })

  test.each([5, '', 'http://x/y.mp4'])('leave out %j as the source of a picture, and tell it', async (video) => {
    const record = { path: 'a.png', labels: [], metadata: { '@modelarts:parent_source': video } }
    const root = '/bucket/out/'
    const options = { dataset_type: DatasetType.objectDetection, labels: [], isSample, file: 'export.manifest', root }
    const { losses } = await writeRecords(manifest, [record], options)
    expect(losses).toMatchObject([{ path: 'a.png', field: 'metadata.@modelarts:parent_source' }])
    await checkRoundTrip(manifest, [record], options)
  })
})

function atTop<R extends { path: string; text?: string; metadata: Record<string, unknown> }>(record: R): R {
  const { path, text, metadata } = record
  const parent = metadata['@modelarts:parent_source']
  return {
    ...record,
    path: text === undefined ? `/bucket/in/${path}` : path,
    metadata: { ...metadata, ...(parent !== undefined && { '@modelarts:parent_source': '/cams/gate.mp4' }) },
  }
}

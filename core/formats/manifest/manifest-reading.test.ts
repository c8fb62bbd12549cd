import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { records } from '#tests/formats/arbitraries.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { box, drawn, entity, faultOf, picture, readLines, recordOf } from '#tests/formats/manifest-lines.ts'
import { readRecords, writeRecords } from '#tests/formats/round-trip.ts'
import { manifest } from './manifest.ts'

describe('a manifest', () => {
  test.each(['Zoo-V001.manifest', 'V001.manifest', 'lines.txt', 'a/b/ä ö'])(
    'may be called %s (formats 13.1)',
    async (file) => {
      const options = { dataset_type: DatasetType.imageClassification, labels: [], isSample: () => true, file }
      const found = [{ path: 'x.jpg', labels: [], metadata: {} }]
      const { files } = await writeRecords(manifest, found, options)
      expect(Object.keys(files.texts)).toEqual([file])
      expect((await readRecords(manifest, files, options)).records).toEqual(found)
    },
  )

  test.each([
    ['s3://b/k/x.jpg', '/b/k/x.jpg'],
    ['S3://b/k/x.jpg', '/b/k/x.jpg'],
    ['s3a://b/k/x.jpg', '/b/k/x.jpg'],
    ['obs://b/k/x.jpg', '/b/k/x.jpg'],
    ['/b/k/x.jpg', '/b/k/x.jpg'],
    ['./k/x.jpg', 'in/k/x.jpg'],
    ['../k/x.jpg', 'k/x.jpg'],
    ['s3://b/tree/in/x.jpg', 'in/x.jpg'],
  ])('names files as %s (formats 13.12)', async (source, path) => {
    expect((await recordOf({ source }, 0, { root: '/b/tree/' })).path).toBe(path)
  })

  test('takes any spelling of usage, hard marks, keys and prefixes (formats 13.4, 13.16)', async () => {
    const older = {
      source: 's3://b/x.jpg',
      usage: 'train',
      hard: 1,
      hard_coefficient: '0.5',
      property: '{"city":"Bonn"}',
      annotation: [
        {
          type: 'other/image_classification',
          name: ' cat',
          annotated_by: 'x',
          creation_time: '2026-03-02 09:15:00',
          property: '{"a":"b"}',
          hard: false,
        },
      ],
    }
    expect(await recordOf(older)).toEqual({
      path: '/b/x.jpg',
      usage: 'TRAIN',
      labels: [
        {
          name: ' cat',
          type: 0,
          annotated_by: 'auto/x',
          creation_time: Date.parse('2026-03-02T09:15:00Z'),
          property: { a: 'b', '@modelarts:hard': 'false' },
        },
      ],
      metadata: { city: 'Bonn', '@modelarts:hard': true, '@modelarts:hard_coefficient': 0.5 },
    })
  })

  test('counts offsets in code points unless told; a file that counts otherwise is not shifted (formats 13.13)', async () => {
    const units = { text_offset_unit: 'utf16' }
    const labelsOf = async (line: object, more?: object) => (await recordOf(line, 101, more)).labels[0]?.property
    expect(await labelsOf(entity(2, 3, { '@muster:text': 'b' }))).toEqual({
      '@modelarts:start_index': 2,
      '@modelarts:end_index': 3,
    })
    expect(await labelsOf(entity(3, 4, { '@muster:text': 'b' }), units)).toEqual({
      '@modelarts:start_index': 2,
      '@modelarts:end_index': 3,
    })
    expect(await faultOf(entity(3, 4, { '@muster:text': 'b' }), 101)).toBe(
      'has a bad annotation[0].property: it covers " ", but @muster:text is "b"; counted as text_offset_unit utf16 it fits',
    )
    expect(await faultOf(entity(2, 3, { '@muster:text': 'x' }), 101, units)).toBe(
      'has a bad annotation[0].property: it ends outside the text, but @muster:text is "x"',
    )
    expect(await faultOf(entity(2, 4), 101, units)).toMatch(/which is no part of a text of 6 characters$/)
  })

  test('reads shapes from the VOC file it names, and tells its faults with both places', async () => {
    const good = await recordOf(
      drawn({ confidence: 0.5, hard: 'true' }),
      1,
      {},
      { 'in/voc/x.xml': `<annotation>${box}</annotation>` },
    )
    expect(good).toEqual({
      path: '/b/x.jpg',
      labels: [
        {
          name: 'a',
          type: 1,
          score: 0.5,
          property: {
            '@modelarts:shape': 'bndbox',
            '@modelarts:feature': [
              [1, 2],
              [3, 4],
            ],
          },
        },
      ],
      metadata: { '@modelarts:hard': true },
    })
    const empty = await recordOf(drawn(), 1, {}, { 'in/voc/x.xml': '<annotation/>' })
    expect(empty.metadata).toEqual({ '@muster:empty': 1 })
    const [missing] = await readLines([drawn()], 1)
    expect(missing).toMatchObject({
      fault: { path: 'in/voc/x.xml', reason: 'is missing (named in line 1 of in/m.manifest)' },
    })
    const [bad] = await readLines([drawn()], 1, {}, { 'in/voc/x.xml': '<annotation>\n<object/></annotation>' })
    expect(bad).toMatchObject({
      fault: {
        path: 'in/voc/x.xml',
        line: 2,
        reason: 'has an object without a shape (named in line 1 of in/m.manifest)',
      },
    })
  })

  test('keys without a place are named, keys of users are kept', async () => {
    const line = {
      ...picture,
      colour: 1,
      property: { '@modelarts:data_checked': true, mine: [1], nothing: null, '@modelarts:size': [8, 9] },
      annotation: [
        {
          type: 'image_classification',
          name: 'a',
          x: 1,
          'creation-time': 'yesterday',
          property: { '@modelarts:color': '#fff', '@modelarts:start_index': 1, y: 'z' },
        },
      ],
      'inference-loc': 's3://b/y.json',
    }
    expect(await recordOf(line)).toEqual({
      path: '/b/x.jpg',
      size: [8, 9, 3],
      labels: [{ name: 'a', type: 0, property: { y: 'z' } }],
      metadata: { '@modelarts:data_checked': true, mine: [1], '@muster:inference_loc': 's3://b/y.json' },
      ignored: [
        'annotation[0].creation-time',
        'annotation[0].property.@modelarts:color',
        'annotation[0].property.@modelarts:start_index',
        'annotation[0].x',
        'colour',
      ],
    })
  })

  test('of a table may hold its schema as a text and under its older name', async () => {
    const line = { source: 's3://b/x.csv', 'source-type': 'CarbonData', property: '{"schema":"{\\"a\\":\\"int\\"}"}' }
    expect((await recordOf(line, 400)).metadata).toEqual({
      '@modelarts:schema': { a: 'int' },
      '@muster:source_type': 'CarbonData',
    })
  })

  test('is read on from any line', async () => {
    for (const dataset_type of [DatasetType.objectDetection, DatasetType.namedEntities]) {
      const options = { dataset_type, labels: [], isSample: () => true, file: 'export.manifest' }
      await fc.assert(
        fc.asyncProperty(records({ dataset_type, texts: options.file }), async (found) => {
          const { files } = await writeRecords(manifest, found, options)
          await checkGoingOn(manifest, files, options)
        }),
        { numRuns: 20 },
      )
    }
  })
})

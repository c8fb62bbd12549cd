import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { records } from '#tests/formats/arbitraries.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { writeRecords } from '#tests/formats/round-trip.ts'
import { findJsonFault } from './json-fault.ts'
import { manifest } from './manifest.ts'

const isSample = (path: string) => path.endsWith('.jpg') || path.endsWith('.csv')

async function read(lines: readonly (string | object)[], dataset_type: number = 0, more: object = {}, files = {}) {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
  const tree = new MemoryFiles({ 'in/m.manifest': text, ...files })
  const options = { dataset_type: dataset_type as DatasetType, isSample, file: 'in/m.manifest', ...more }
  return Array.fromAsync(manifest.read(tree, options))
}

/** What is wrong with the only line. */
async function faultOf(line: string | object, dataset_type?: number, more?: object, files?: object): Promise<string> {
  const [item, ...others] = await read([line], dataset_type, more, files)
  expect(others).toEqual([])
  if (!item || !('fault' in item)) throw new Error(`was read: ${JSON.stringify(item)}`)
  return item.fault.reason
}

async function recordOf(line: object, dataset_type?: number, more?: object, files?: object) {
  const [item] = await read([line], dataset_type, more, files)
  if (!item || !('record' in item)) throw new Error(`was not read: ${JSON.stringify(item)}`)
  return { ...item.record, ...('ignored' in item && { ignored: item.ignored }) }
}

const picture = { source: 's3://b/x.jpg' }
const entity = (start: unknown, end: unknown, more: object = {}) => ({
  source: 'content://a😀b c',
  annotation: [
    {
      type: 'modelarts/text_entity',
      name: 'X',
      property: { '@modelarts:start_index': start, '@modelarts:end_index': end, ...more },
    },
  ],
})
const box = '<object><name>a</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax><ymax>4</ymax></bndbox></object>'
const drawn = (more: object = {}) => ({
  ...picture,
  annotation: [{ type: 'object_detection', 'annotation-loc': './voc/x.xml', ...more }],
})

describe('a manifest', () => {
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

  test('passes over blank lines, and one bad line ends nothing', async () => {
    const items = await read([picture, '', '{"source":', '[]', '"x"', '{"source":"s3://b/y.jpg"}'])
    expect(items.map((item) => ('fault' in item ? item.fault : item.record.path))).toEqual([
      '/b/x.jpg',
      { path: 'in/m.manifest', line: 3, reason: 'is not valid JSON at its end' },
      { path: 'in/m.manifest', line: 4, reason: 'is no JSON object' },
      { path: 'in/m.manifest', line: 5, reason: 'is no JSON object' },
      '/b/y.jpg',
    ])
  })

  test('the published triplet example is refused with the place of its bare quotes (formats 13.11)', async () => {
    const text = '{"source":"content://x","annotation":[{"property":"{"@modelarts:from":"E1"}"}]}'
    expect(await faultOf(text, 102)).toBe(`is not valid JSON at character ${text.indexOf('@') + 1}`)
  })

  test.each<[string, string | object, number, string]>([
    ['no source', {}, 0, 'has a bad source: it must be given'],
    ['a source that is no text', { source: 7 }, 0, 'has a bad source: it must be a text'],
    [
      'another server',
      { source: 'https://x/y.jpg' },
      0,
      'has a bad source: it must begin with "/", "obs://" or "s3://": "https://x/y.jpg"',
    ],
    [
      'a local file',
      { source: 'file:///etc/passwd' },
      0,
      'has a bad source: it must begin with "/", "obs://" or "s3://": "file:///etc/passwd"',
    ],
    ['a way out', { source: '../../x.jpg' }, 0, 'has a bad source: it leaves the folder of the import: "../../x.jpg"'],
    [
      'a way out of a bucket',
      { source: 's3://b/../x.jpg' },
      0,
      'has a bad source: it must not hold the parts "." and "..": "s3://b/../x.jpg"',
    ],
    [
      'another kind of file',
      { source: 's3://b/x.mp4' },
      0,
      'has a bad source: it is no file of such a dataset: "s3://b/x.mp4"',
    ],
    ['a text among pictures', { source: 'content://x' }, 0, 'has a bad source: it is a text, not the name of a file'],
    ['a file among texts', picture, 100, 'has a bad source: it must be content:// and the text'],
    ['an empty text', { source: 'content:// ' }, 100, 'has a bad source: it holds no text'],
    ['half a character', '{"source":"content://\\ud83d"}', 100, 'has a bad source: it holds an unpaired surrogate'],
    [
      'a usage nobody knows',
      { ...picture, usage: 'BETA' },
      0,
      'has a bad usage: it must be one of TRAIN, EVAL, TEST, INFERENCE',
    ],
    [
      'another sample type',
      { ...picture, 'sample-type': 2 },
      0,
      'has a bad sample-type: it does not fit a dataset of type 0',
    ],
    ['a mark that is none', { ...picture, hard: 'maybe' }, 0, 'has a bad hard: it must be true or false'],
    ['a mark in a list', { ...picture, hard: ['true'] }, 0, 'has a bad hard: it must be true or false'],
    [
      'a coefficient above 1',
      { ...picture, 'hard-coefficient': 2 },
      0,
      'has a bad hard-coefficient: it must be a number from 0 to 1',
    ],
    ['a property that is none', { ...picture, property: 'x' }, 0, 'has a bad property: it must be an object'],
    [
      'an endless number',
      '{"source":"s3://b/x.jpg","property":{"a":1e999}}',
      0,
      'has a bad property: it holds a number that is too large',
    ],
    [
      'a deep property',
      `{"source":"s3://b/x.jpg","property":{"a":${'['.repeat(5000)}${']'.repeat(5000)}}}`,
      0,
      'has a bad property: it holds more than 64 values within each other',
    ],
    ['annotation that is no list', { ...picture, annotation: {} }, 0, 'has a bad annotation: it must be a list'],
    ['an entry that is none', { ...picture, annotation: [null] }, 0, 'has a bad annotation[0]: it must be an object'],
    ['an entry without type', { ...picture, annotation: [{}] }, 0, 'has a bad annotation[0].type: it must be given'],
    [
      'an entry of another type',
      { ...picture, annotation: [{ type: 'modelarts/audio_content' }] },
      0,
      'has a bad annotation[0].type: it does not fit a dataset of type 0: "modelarts/audio_content"',
    ],
    [
      'a class without name',
      { ...picture, annotation: [{ type: 'image_classification' }] },
      0,
      'has a bad annotation[0].name: it must be given',
    ],
    [
      'a confidence above 1',
      { ...picture, annotation: [{ type: 'image_classification', name: 'a', confidence: 97 }] },
      0,
      'has a bad annotation[0].confidence: it must be a number from 0 to 1',
    ],
    [
      'an offset as text',
      entity('0', 1),
      101,
      'has a bad annotation[0].property.@modelarts:start_index: it must be a whole number of at least 0',
    ],
    [
      'no offset',
      entity(undefined, 1),
      101,
      'has a bad annotation[0].property.@modelarts:start_index: it must be given',
    ],
    [
      'an entity behind the text',
      entity(0, 6),
      101,
      'has a bad annotation[0].property: it covers 0 to 6, which is no part of a text of 5 characters',
    ],
    [
      'an empty entity',
      entity(1, 1),
      101,
      'has a bad annotation[0].property: it covers 1 to 1, which is no part of a text of 5 characters',
    ],
    [
      'shapes in no file',
      { ...picture, annotation: [{ type: 'object_detection' }] },
      1,
      'has a bad annotation[0].annotation-loc: it must be given',
    ],
    [
      'shapes in a foreign format',
      drawn({ 'annotation-format': 'COCO' }),
      1,
      'has a bad annotation[0].annotation-format: it must be PASCAL VOC, not "COCO"',
    ],
    [
      'shapes on another server',
      drawn({ 'annotation-loc': 'http://x/y.xml' }),
      1,
      'has a bad annotation[0].annotation-loc: it must begin with "/", "obs://" or "s3://"',
    ],
  ])('with %s is told', async (_, line, dataset_type, reason) => {
    expect(await faultOf(line, dataset_type)).toBe(reason)
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
    const [missing] = await read([drawn()], 1)
    expect(missing).toMatchObject({
      fault: { path: 'in/voc/x.xml', reason: 'is missing (named in line 1 of in/m.manifest)' },
    })
    const [bad] = await read([drawn()], 1, {}, { 'in/voc/x.xml': '<annotation>\n<object/></annotation>' })
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

  test('that is not there is one fault', async () => {
    const options = { dataset_type: DatasetType.imageClassification, isSample, file: 'no.manifest' }
    expect(await Array.fromAsync(manifest.read(new MemoryFiles(), options))).toMatchObject([
      { fault: { path: 'no.manifest', reason: 'is missing' } },
    ])
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

  test('holds whatever it likes: nothing throws', async () => {
    const word = fc.constantFrom(
      'source',
      'annotation',
      'property',
      'type',
      'name',
      'hard',
      '__proto__',
      'constructor',
      'id',
      '@modelarts:size',
      'annotation-loc',
      'usage',
      'sample-type',
    )
    const wild = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, true, 0, -1, 'x', 's3://b/x.jpg', 'object_detection', 'image_classification'),
        fc.array(tie('any'), { maxLength: 3 }),
        tie('object'),
      ),
      object: fc
        .uniqueArray(fc.tuple(word, tie('any')), { maxLength: 6, selector: ([key]) => key })
        .map((pairs) => Object.fromEntries(pairs)),
    }))
    await fc.assert(
      fc.asyncProperty(wild.object, fc.constantFrom(0, 1, 101, 400, 900), async (line, dataset_type) => {
        expect(await read([{ source: 's3://b/x.jpg', ...(line as object) }], dataset_type)).toHaveLength(1)
      }),
      { numRuns: 500 },
    )
  })
})

test('the place where JSON ends is the one where every longer text fails as well', () => {
  const pieces = fc.array(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"a"',
      '"',
      '\\',
      '\\u00',
      '1',
      '-',
      '1.5e3',
      'true',
      'nul',
      ' ',
      'x',
      '\n',
    ),
    { maxLength: 14 },
  )
  const isJson = (text: string) => {
    try {
      JSON.parse(text)
      return true
    } catch {
      return false
    }
  }
  fc.assert(
    fc.property(
      fc.oneof(
        pieces.map((parts) => parts.join('')),
        fc.json(),
      ),
      fc.nat(20),
      (text, cut) => {
        const given = text.slice(0, Math.max(1, text.length - (cut % 3)))
        if (!isJson(given)) expect(findJsonFault(given)).toBeLessThanOrEqual(given.length)
        else expect(findJsonFault(given)).toBe(given.length)
      },
    ),
    { numRuns: 2000 },
  )
  for (const [text, at] of [
    ['{"a":1,}', 7],
    ['[1 2]', 3],
    ['hello', 0],
    ['{"a"', 4],
    ['{"a":"\\x"}', 7],
    ['["\\u12g4"]', 6],
    ['[01]', 2],
    ['[true', 5],
    ['{a:1}', 1],
    ['[]]', 2],
    ['"a\nb"', 2],
  ] as const) {
    expect([text, findJsonFault(text)]).toEqual([text, at])
  }
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { drawn, entity, faultOf, picture, readLines } from '#tests/formats/manifest-lines.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { manifest } from './manifest.ts'

describe('a bad manifest', () => {
  test('passes over blank lines, and one bad line ends nothing', async () => {
    const items = await readLines([picture, '', '{"source":', '[]', '"x"', '{"source":"s3://b/y.jpg"}'])
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

  test('that is not there cannot be read at all', async () => {
    const options = { dataset_type: DatasetType.imageClassification, isSample: () => true, file: 'no.manifest' }
    const reading = Array.fromAsync(manifest.read(new MemoryFiles(), options))
    await expect(reading).rejects.toMatchObject({ path: 'no.manifest', reason: 'is missing' })
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
        expect(await readLines([{ source: 's3://b/x.jpg', ...(line as object) }], dataset_type)).toHaveLength(1)
      }),
      { numRuns: 500 },
    )
  })
})

import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { compressMask } from '#core/formats/places/rle.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import { drawn, optionsFor, taskOf, treeOf } from '#tests/formats/label-studio-trees.ts'
import type { MemoryFiles } from '#tests/formats/memory-files.ts'
import { readRecords, writeRecords } from '#tests/formats/round-trip.ts'
import { writeBrush } from './brush-mask.ts'
import { labelStudio } from './label-studio.ts'

const { objectDetection, imageSegmentation, imageClassification, namedEntities, textTriplets } = DatasetType
const { soundClassification, speechContent, speechParagraphs } = DatasetType
const itemsOf = (files: MemoryFiles, dataset_type: DatasetType) =>
  Array.fromAsync(labelStudio.read(files, optionsFor(dataset_type)))

const shape = (id: string, name: string, feature: number[][], more: object = {}): RecordLabel => ({
  id,
  name: 'car',
  type: objectDetection,
  property: { '@modelarts:shape': name as 'bndbox', '@modelarts:feature': feature, ...more },
})
const square = [
  [10, 10],
  [20, 10],
  [20, 30],
]

describe('exports of Label Studio', () => {
  test('boxes, outlines and points are percents of their picture', async () => {
    const results = [
      drawn('a', 'rectangle', { x: 5, y: 10, width: 20.25, height: 30, rotation: 0 }, { score: 0.5 }),
      // Turned by a quarter around its upper left corner, which comes to lie at the upper right.
      drawn('b', 'rectangle', { x: 50, y: 20, width: 10, height: 40, rotation: 90 }),
      drawn('c', 'ellipse', { x: 50, y: 50, radiusX: 5, radiusY: 10, rotation: 0 }),
      drawn('d', 'polygon', { points: square, closed: true }),
      drawn('e', 'polygon', { points: square, closed: false }),
      drawn('f', 'keypoint', { x: 3.1, y: 8.2, width: 2 }, { meta: { text: ['two', 'lines'] } }),
      { id: 'f', type: 'choices', from_name: 'side', to_name: 'image', value: { x: 3.1, choices: ['left', 'top'] } },
      { id: 'g', type: 'choices', from_name: 'weather', to_name: 'image', value: { choices: ['sun'] } },
    ]
    const files = treeOf([taskOf({ image: '/data/upload/3/0a1b2c3d-x.jpg', city: 'Ulm' }, results)], 'photos/x.jpg')
    expect(await itemsOf(files, objectDetection)).toEqual([
      {
        cursor: { path: 'export.json', index: 0 },
        ignored: ['the result "g" of type "choices"'],
        record: {
          path: 'photos/x.jpg',
          size: [200, 100, 3],
          metadata: { city: 'Ulm' },
          labels: [
            {
              ...shape('a', 'bndbox', [
                [10, 10],
                [50.5, 40],
              ]),
              score: 0.5,
            },
            shape(
              'b',
              'bndbox',
              [
                [70, 10],
                [90, 50],
              ],
              { '@modelarts:clockwise_angle': 90 },
            ),
            shape('c', 'circle', [[100, 50], [10]]),
            shape('d', 'polygon', [
              [20, 10],
              [40, 10],
              [40, 30],
            ]),
            shape('e', 'polyline', [
              [20, 10],
              [40, 10],
              [40, 30],
            ]),
            shape('f', 'point', [[6.2, 8.2]], { text: 'two\nlines', side: 'left,top' }),
          ],
        },
      },
    ])
  })

  test('a brush is a mask with its outline, and for segmentation a box is an outline', async () => {
    const mask = { size: [2, 4] as const, runs: [2, 1, 1, 1, 3] }
    const size = { original_width: 4, original_height: 2 }
    const results = [
      drawn('b', 'brush', { format: 'rle', rle: writeBrush(mask) }, size),
      drawn('r', 'rectangle', { x: 25, y: 0, width: 50, height: 50, rotation: 0 }, size),
      drawn('k', 'keypoint', { x: 25, y: 0 }, size),
    ]
    const files = treeOf([taskOf({ image: 's3://bucket/in/x.png?v=1' }, results)], 'x.png')
    files.sizes.set('x.png', [4, 2, 3])
    const corners = [
      [1, 0],
      [3, 0],
      [3, 1],
      [1, 1],
    ]
    const outline = { '@modelarts:shape': 'polygon', '@modelarts:feature': corners }
    expect(await itemsOf(files, imageSegmentation)).toMatchObject([
      {
        ignored: ['the result "k" of type "keypointlabels"'],
        record: {
          labels: [
            { id: 'b', property: { ...outline, '@muster:mask': compressMask(mask) } },
            { id: 'r', property: outline },
          ],
        },
      },
    ])
    const { records } = await readRecords(labelStudio, files, optionsFor(imageSegmentation))
    const written = await writeRecords(labelStudio, records, optionsFor(imageSegmentation))
    expect(written.losses.map(({ field }) => field)).toEqual(['path'])
    const [task] = JSON.parse(written.files.texts['tasks.json']!)
    expect(task.annotations[0].result[0].value).toEqual({ format: 'rle', rle: writeBrush(mask), brushlabels: ['car'] })
  })

  test('words, choices and relations of texts', async () => {
    const entity = (id: string, start: number, end: number, text: string) => ({
      id,
      type: 'labels',
      from_name: 'label',
      to_name: 'text',
      value: { start, end, text, labels: ['City'] },
    })
    const relation = { type: 'relation', from_id: 'x', to_id: 'y', direction: 'left', labels: ['near'] }
    const text = '😀 Ulm, Bonn'
    const loose = { ...relation, to_id: 'z' }
    const results = [entity('x', 2, 5, 'Ulm'), entity('y', 8, 12, 'Bonn'), relation, loose]
    const span = (id: string, type: 101 | 103, start: number, end: number) => ({
      id,
      name: 'City',
      type,
      property: { '@modelarts:start_index': start, '@modelarts:end_index': end },
    })
    const files = treeOf([taskOf({ Full_Text: text, n: 1 }, results), taskOf({ text: 'x' }, [])])
    expect(await itemsOf(files, textTriplets)).toEqual([
      {
        cursor: { path: 'export.json', index: 0 },
        ignored: ['the relation "near", whose ends are no two entities'],
        record: {
          path: 'export.json',
          line: 1,
          text,
          labels: [
            span('x', 103, 2, 5),
            // An older export counts in UTF-16, as the text that it covers tells.
            span('y', 103, 7, 11),
            { name: 'near', type: 102, property: { '@modelarts:from': 'y', '@modelarts:to': 'x' } },
          ],
          metadata: { n: 1 },
        },
      },
      {
        cursor: { path: 'export.json', index: 1 },
        record: { path: 'export.json', line: 2, text: 'x', labels: [], metadata: { '@muster:empty': 1 } },
      },
    ])
    const { records } = await readRecords(labelStudio, files, optionsFor(namedEntities))
    expect(records[0]!.labels).toEqual([span('x', 101, 2, 5), span('y', 101, 7, 11)])
  })

  test('a region has the names of all its controls', async () => {
    const value = { x: 5, y: 10, width: 20, height: 30, rotation: 0 }
    const results = [
      { ...drawn('a', 'rectangle', value), type: 'rectangle', value },
      { id: 'a', type: 'labels', from_name: 'kind', to_name: 'image', value: { ...value, labels: ['car', 'red'] } },
      { id: 'a', type: 'labels', from_name: 'side', to_name: 'image', value: { ...value, labels: ['left', 'car'] } },
    ]
    const { records } = await readRecords(
      labelStudio,
      treeOf([taskOf({ img: 'https://x.org/a/1.jpg' }, results)], 'a/1.jpg'),
      optionsFor(objectDetection),
    )
    expect(records[0]!.labels.map(({ id, name }) => [id, name])).toEqual([
      ['a', 'car'],
      [undefined, 'red'],
      [undefined, 'left'],
    ])
  })

  test('sounds as wholes and in parts', async () => {
    const region = { to_name: 'audio', original_length: 12.5 }
    const part = { start: 1.25, end: 3.9, channel: 0 }
    const results = [
      { ...region, id: 'p', type: 'labels', from_name: 'label', value: { ...part, labels: ['speech'] } },
      { ...region, id: 'p', type: 'textarea', from_name: 'words', value: { ...part, text: ['Good', 'morning.'] } },
      { id: 'q', type: 'choices', from_name: 'kind', to_name: 'audio', value: { choices: ['call', 'noise'] } },
      { id: 'r', type: 'textarea', from_name: 'all', to_name: 'audio', value: { text: ['Good morning.'] } },
    ]
    const files = treeOf([taskOf({ audio: '/data/local-files/?d=calls/a%201.wav' }, results)], 'calls/a 1.wav')
    const labelsOf = async (type: DatasetType) => {
      const { records } = await readRecords(labelStudio, files, optionsFor(type))
      expect(records[0]).toMatchObject({ path: 'calls/a 1.wav', duration: 12_500 })
      return records[0]!.labels
    }
    expect(await labelsOf(speechParagraphs)).toEqual([
      {
        id: 'p',
        name: 'speech',
        type: 202,
        property: {
          '@modelarts:start_time': '00:00:01.250',
          '@modelarts:end_time': '00:00:03.900',
          '@modelarts:content': 'Good\nmorning.',
        },
      },
    ])
    const classes = ['call', 'noise'].map((name) => ({ name, type: 200, property: {} }))
    expect(await labelsOf(soundClassification)).toEqual(classes)
    expect(await labelsOf(speechContent)).toEqual([
      { id: 'r', type: 201, property: { '@modelarts:content': 'Good morning.' } },
    ])
  })

  test('of several annotations the ground truth counts, else the newest; the others are told', async () => {
    const chosen = (name: string) => [{ id: 'q', type: 'choices', from_name: 'k', value: { choices: [name] } }]
    const annotations = [
      { id: 1, result: chosen('old'), created_at: '2021-03-09T22:16:08.728353Z', completed_by: { email: 'a@b.c' } },
      { id: 2, result: chosen('new'), created_at: '2022-03-09T22:16:08Z', updated_at: '2022-03-10T00:00:00Z' },
      { id: 3, result: chosen('none'), created_at: '2023-01-01T00:00:00Z', was_cancelled: true },
    ]
    const predictions = [{ id: 4, result: chosen('guess'), score: 0.75, model_version: 'v1' }]
    const truth = annotations.map((one, i) => ({ ...one, ground_truth: i === 0 }))
    const tasks = [
      { annotations, predictions },
      { annotations: truth, predictions: [] },
      { annotations: annotations.slice(2), predictions },
      { predictions: [] },
      { annotations: annotations.slice(0, 1), predictions: [8, 9] },
    ].map((more) => ({ data: { image: '1.jpg' }, ...more }))
    const items = await itemsOf(treeOf(tasks, '1.jpg'), imageClassification)
    const head = { type: 0, property: {} }
    expect(
      items.map((item) => ('record' in item ? [item.record.labels, item.record.unconfirmed, item.ignored] : item)),
    ).toEqual([
      [
        [{ ...head, name: 'new', creation_time: Date.UTC(2022, 2, 10) }],
        undefined,
        ['the annotation "1"', 'the annotation "3"', 'the prediction "4"'],
      ],
      [
        [{ ...head, name: 'old', annotated_by: 'human/a@b.c', creation_time: Date.UTC(2021, 2, 9, 22, 16, 8, 728) }],
        undefined,
        ['the annotation "2"', 'the annotation "3"'],
      ],
      [[{ ...head, name: 'guess', annotated_by: 'auto/v1', score: 0.75 }], true, ['the annotation "3"']],
      [[], undefined, undefined],
      [
        [expect.objectContaining({ name: 'old' })],
        undefined,
        [8, 9].map((id) => `the prediction "${id}", of which there is the number alone`),
      ],
    ])
  })

  test('what is written is what Label Studio reads', async () => {
    const records = [
      {
        path: 'a b/1.jpg',
        size: [200, 100, 3] as const,
        labels: [
          shape(
            'k',
            'bndbox',
            [
              [10, 10],
              [50, 40],
            ],
            { colour: 'red' },
          ),
        ],
        metadata: { city: 'Ulm' },
      },
      { path: '2.jpg', labels: [], metadata: { '@muster:empty': 1 } },
      {
        path: '3.jpg',
        size: [200, 100, 3] as const,
        labels: [{ ...shape('k', 'point', [[2, 1]]), id: '' }],
        metadata: {},
        unconfirmed: true as const,
      },
    ]
    const { files } = await writeRecords(labelStudio, records, optionsFor(objectDetection))
    expect(files.texts['tasks.json']).toBe(`[
{"data":{"image":"/data/local-files/?d=images/a%20b/1.jpg","city":"Ulm"},"annotations":[{"was_cancelled":false,"result":[{"id":"k","type":"rectanglelabels","from_name":"rectangle","to_name":"image","original_width":200,"original_height":100,"image_rotation":0,"value":{"x":5,"y":10,"width":20,"height":30,"rotation":0,"rectanglelabels":["car"]},"meta":{"colour":"red"}}]}],"predictions":[]},
{"data":{"image":"/data/local-files/?d=images/2.jpg"},"annotations":[{"was_cancelled":false,"result":[]}],"predictions":[]},
{"data":{"image":"/data/local-files/?d=images/3.jpg"},"annotations":[],"predictions":[{"result":[{"id":"_1","type":"keypointlabels","from_name":"keypoint","to_name":"image","original_width":200,"original_height":100,"image_rotation":0,"value":{"x":1,"y":1,"width":0.5,"keypointlabels":["car"]}}]}]}
]
`)
  })
})

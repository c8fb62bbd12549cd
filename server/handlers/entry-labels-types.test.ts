import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SampleFacet } from '#adapters/sql/state-codes.ts'
import { DatasetType, LabelType } from '#contract/codes.ts'
import { aServer, type TestServer } from '#tests/app.ts'
import { faultsOfCounters } from '#tests/recount.ts'
import { aTaskAtWork, type TaskScene } from '#tests/scenes.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server.close())

const spam = [{ name: 'spam' }]

describe('label types from save to dataset', () => {
  /** Saves, accepts, and answers what the dataset holds then. */
  async function accepted(scene: TaskScene, labels: unknown, more = {}): Promise<unknown[]> {
    const [sample_id] = scene.sample_ids as [string]
    expect(await scene.save(scene.labeler, [{ sample_id, labels, ...more }])).toEqual({ success: true })
    await scene.startAcceptance()
    await scene.finish(0)
    const sample = await scene.sample(sample_id)
    expect(sample.state).toBe(SampleFacet.labelled)
    expect(await faultsOfCounters(scene.store, scene.dataset_id)).toEqual([])
    const names = await scene.names(sample.labels)
    return JSON.parse(sample.labels).map(({ label_key, ...label }: { label_key: number }, i: number) => ({
      ...(label_key && { name: names[i] }),
      ...label,
    }))
  }

  const refusedWith = (scene: TaskScene, labels: unknown, more = {}) =>
    scene.codesOf(scene.labeler, [{ sample_id: scene.sample_ids[0], labels, ...more }])

  test('image classification: several classes, the same one once, hard marks', async () => {
    const scene = await aTaskAtWork(server, { type: DatasetType.imageClassification })
    expect(await refusedWith(scene, [{}])).toEqual(['ModelArts.4413'])
    expect(await refusedWith(scene, [{ name: 'cat', type: 1 }])).toEqual(['ModelArts.4413'])
    const property = {
      '@modelarts:hard': 'true',
      '@modelarts:hard_coefficient': '0.8',
      '@modelarts:hard_reasons': '0-30',
    }
    expect(await refusedWith(scene, [{ name: 'cat', property: { '@modelarts:hard_reasons': '31' } }])).toEqual([
      'ModelArts.4396',
    ])
    expect(await accepted(scene, [{ name: 'cat', property, score: 0.5 }, { name: 'dog' }, { name: 'cat' }])).toEqual([
      { name: 'cat', type: 0, property, score: 0.5 },
      { name: 'dog', type: 0, property: {} },
    ])
    expect(await scene.sample(scene.sample_ids[0]!)).toMatchObject({ hard: 1 })
  })

  test('object detection: all seven shapes', async () => {
    const scene = await aTaskAtWork(server, {
      type: DatasetType.objectDetection,
      samples: [{ width: 640, height: 480, depth: 3 }],
      labels: [
        { name: 'car', type: 1 },
        { name: 'dot', type: 1, property: { '@modelarts:default_shape': 'point' } },
      ],
    })
    const shapes: [string, number[][]][] = [
      [
        'bndbox',
        [
          [0, 0],
          [640, 480],
        ],
      ],
      [
        'polygon',
        [
          [1, 1],
          [10, 1],
          [10.5, 20],
          [1, 1],
        ],
      ],
      ['circle', [[100, 100], [50]]],
      [
        'line',
        [
          [0, 0],
          [5, 5],
        ],
      ],
      [
        'dashed',
        [
          [5, 5],
          [0, 0],
        ],
      ],
      ['point', [[3, 4]]],
      [
        'polyline',
        [
          [0, 0],
          [5, 5],
          [0, 0],
        ],
      ],
    ]
    const boxed = (feature: number[][], shape?: string, name = 'car') => ({
      name,
      property: { '@modelarts:feature': feature, ...(shape !== undefined && { '@modelarts:shape': shape }) },
    })
    expect(
      await refusedWith(scene, [
        boxed(
          [
            [10, 10],
            [5, 20],
          ],
          'bndbox',
        ),
      ]),
    ).toEqual(['ModelArts.4413'])
    expect(
      await refusedWith(scene, [
        boxed(
          [
            [10, 10],
            [641, 20],
          ],
          'bndbox',
        ),
      ]),
    ).toEqual(['ModelArts.4413'])
    expect(await refusedWith(scene, [boxed([[30, 100], [50]], 'circle')])).toEqual(['ModelArts.4413'])
    expect(await refusedWith(scene, [{ name: 'car' }])).toEqual(['ModelArts.4413'])
    const size = { metadata: { '@modelarts:size': [641, 480, 3] } }
    expect(
      await refusedWith(
        scene,
        [
          boxed([
            [1, 1],
            [2, 2],
          ]),
        ],
        size,
      ),
    ).toEqual(['ModelArts.4423'])
    const labels = [
      ...shapes.map(([shape, feature]) => boxed(feature, shape)),
      boxed(
        [
          [1, 1],
          [2, 2],
        ],
        '',
      ),
      boxed([[7, 8]], undefined, 'dot'),
    ]
    expect(await accepted(scene, labels)).toEqual([
      ...shapes.map(([shape, feature]) => ({ ...boxed(feature, shape), type: 1 })),
      {
        ...boxed(
          [
            [1, 1],
            [2, 2],
          ],
          'bndbox',
        ),
        type: 1,
      },
      { ...boxed([[7, 8]], 'point', 'dot'), type: 1 },
    ])
  })

  test('object detection where nobody knows the size: it is asked for, and kept with the sample', async () => {
    const scene = await aTaskAtWork(server, { type: DatasetType.objectDetection })
    const labels = [
      {
        name: 'car',
        property: {
          '@modelarts:feature': [
            [1, 1],
            [20, 20],
          ],
        },
      },
    ]
    expect(await refusedWith(scene, labels)).toEqual(['ModelArts.4423'])
    await accepted(scene, labels, { metadata: { '@modelarts:size': [32, 24] } })
    expect(await scene.sample(scene.sample_ids[0]!)).toMatchObject({ width: 32, height: 24, depth: 3 })
  })

  test('attributes: defined ones with listed values, the default where one is missing', async () => {
    const scene = await aTaskAtWork(server, {
      labels: [
        {
          name: 'spam',
          type: LabelType.textClassification,
          attributes: [
            { name: 'tone', type: 'select', values: ['rude', 'mild'], default_value: 'mild' },
            { name: 'why', type: 'text' },
          ],
        },
      ],
    })
    expect(await refusedWith(scene, [{ name: 'spam', property: { tone: 'loud' } }])).toEqual(['ModelArts.4430'])
    expect(await refusedWith(scene, [{ name: 'spam', property: { colour: 'red' } }])).toEqual(['ModelArts.4430'])
    expect(await accepted(scene, [{ name: 'spam', property: { why: 'x', '@muster:n': [1], difficult: '1' } }])).toEqual(
      [{ name: 'spam', type: 100, property: { why: 'x', tone: 'mild', '@muster:n': [1], difficult: '1' } }],
    )
  })

  test('named entities: offsets are code points, also behind an emoji', async () => {
    const content = '👩‍🚀 Ada, 🇩🇪'
    const scene = await aTaskAtWork(server, { type: DatasetType.namedEntities, samples: [{ content }] })
    const span = (start: unknown, end: unknown, name = 'PER') => ({
      name,
      property: { '@modelarts:start_index': start, '@modelarts:end_index': end },
    })
    const length = [...content].length
    expect(length).toBe(11)
    expect(await refusedWith(scene, [span(4, length + 1)])).toEqual(['ModelArts.4413'])
    expect(await refusedWith(scene, [span(4, 4)])).toEqual(['ModelArts.4413'])
    expect(await refusedWith(scene, [span(-1, 4)])).toEqual(['ModelArts.4413'])
    expect(await refusedWith(scene, [span(4, 7), span(4, 7)])).toEqual(['ModelArts.4413'])
    const labels = [span(4, 7), span(4, 7, 'ORG'), span(9, length), span(0, length)]
    expect([...content].slice(4, 7).join('')).toBe('Ada')
    expect(await accepted(scene, labels)).toEqual(labels.map((label) => ({ ...label, type: 101 })))
  })

  test('triplets: relations between entities of the sample', async () => {
    const scene = await aTaskAtWork(server, { type: DatasetType.textTriplets, samples: [{ content: 'Ada at Acme' }] })
    const entity = (name: string, start: number, end: number, id?: string) => ({
      name,
      property: { '@modelarts:start_index': start, '@modelarts:end_index': end },
      ...(id && { id }),
    })
    const relation = (from: string, to: string, id?: string) => ({
      name: 'works_for',
      property: { '@modelarts:from': from, '@modelarts:to': to },
      ...(id && { id }),
    })
    const ends = [entity('PER', 0, 3, 'E1'), entity('ORG', 7, 11, 'E2')]
    expect(await refusedWith(scene, [...ends, relation('E1', 'E3')])).toEqual(['ModelArts.4414'])
    expect(await refusedWith(scene, [...ends, relation('E2', 'E1')])).toEqual(['ModelArts.4414'])
    expect(await refusedWith(scene, [...ends, relation('E1', 'E1')])).toEqual(['ModelArts.4413'])
    expect(await refusedWith(scene, [entity('PER', 0, 3, 'E1'), entity('ORG', 7, 11, 'E1')])).toEqual([
      'ModelArts.4413',
    ])
    expect(await accepted(scene, [...ends, relation('E1', 'E2'), entity('PER', 4, 6)])).toEqual([
      { ...ends[0], type: 103 },
      { ...ends[1], type: 103 },
      { ...relation('E1', 'E2', 'R1'), type: 102 },
      { ...entity('PER', 4, 6, 'E3'), type: 103 },
    ])
  })

  test('speech paragraphs: times within the recording', async () => {
    const scene = await aTaskAtWork(server, { type: DatasetType.speechParagraphs, samples: [{ duration: 5000 }] })
    const part = (start: string, end: string, more = {}) => ({
      property: { '@modelarts:start_time': start, '@modelarts:end_time': end, ...more },
    })
    expect(await refusedWith(scene, [part('00:00:01.000', '00:00:05.001')])).toEqual(['ModelArts.4413'])
    expect(await refusedWith(scene, [part('00:00:01.000', '00:00:01.000')])).toEqual(['ModelArts.4413'])
    expect(await refusedWith(scene, [part('1s', '2s')])).toEqual(['ModelArts.4396'])
    const labels = [
      part('00:00:00.000', '00:00:05.000', { '@modelarts:source': 'Ada', '@modelarts:content': 'Hello' }),
      part('00:00:01.500', '00:00:02.000'),
    ]
    expect(await accepted(scene, labels)).toEqual(labels.map((label) => ({ ...label, type: 202 })))
  })

  test('speech paragraphs take no content where the dataset does not want it', async () => {
    const scene = await aTaskAtWork(server, { type: DatasetType.speechParagraphs, content_labeling: false })
    const property = { '@modelarts:start_time': '00:00:00.000', '@modelarts:end_time': '00:00:01.000' }
    const speaking = { ...property, '@modelarts:content': 'Hello' }
    expect(await refusedWith(scene, [{ property: speaking }])).toEqual(['ModelArts.4413'])
    expect(await refusedWith(scene, [{ property }])).toEqual([null])
  })

  test('hard marks of a sample belong to images', async () => {
    const scene = await aTaskAtWork(server)
    expect(await refusedWith(scene, spam, { metadata: { '@modelarts:hard': true } })).toEqual(['ModelArts.4413'])
    const images = await aTaskAtWork(server, { type: DatasetType.imageClassification })
    const metadata = { '@modelarts:hard': 1, '@modelarts:hard_coefficient': 0.5, '@modelarts:hard_reasons': [0, 30] }
    await accepted(images, [{ name: 'cat' }], { metadata })
    const sample = await images.sample(images.sample_ids[0]!)
    expect(sample.hard).toBe(1)
    expect(JSON.parse(sample.metadata)).toEqual({ ...metadata, '@modelarts:hard': true })
  })
})

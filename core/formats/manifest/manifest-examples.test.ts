import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import type { SampleRecord } from '#core/formats/record.ts'
import { examples } from '#tests/formats/manifest-examples.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { readRecords, writeRecords } from '#tests/formats/round-trip.ts'
import { manifest } from './manifest.ts'

const car =
  '<annotation><folder>Images</folder><filename>17.jpg</filename><size><width>1280</width><height>720</height><depth>3</depth></size>' +
  '<object><name>car</name><bndbox><xmin>102</xmin><ymin>340</ymin><xmax>388</xmax><ymax>510</ymax></bndbox></object></annotation>'
const leaf = car.replace(
  /<object>.*<\/object>/,
  '<object><name>leaf</name><mask_color>1,2,3</mask_color><polygon><x1>1</x1><y1>1</y1><x2>9</x2><y2>1</y2><x3>9</x3><y3>9</y3></polygon></object>',
)
const at = (time: string) => Date.parse(`2026-03-02T${time}Z`)
const span = (start: number, end: number) => ({ '@modelarts:start_index': start, '@modelarts:end_index': end })
const human = (time: string) => ({ annotated_by: 'human', creation_time: at(time) })
const box = {
  '@modelarts:shape': 'bndbox' as const,
  '@modelarts:feature': [
    [102, 340],
    [388, 510],
  ],
}
const size = [1280, 720, 3] as const
const ada = 'Ada Lovelace wrote notes on the Analytical Engine in 1843.'
const line = { path: 'm.manifest', line: 1 }

/** The example, the type of its dataset, what it says, and the VOC file it names. */
const golden: [
  name: keyof typeof examples,
  dataset_type: DatasetType,
  record: Partial<SampleRecord>,
  xml?: [string, string],
][] = [
  [
    'classification',
    0,
    {
      path: '/acme/zoo/in/0001.jpg',
      id: '5f0c1e7a9b3d4c2e8f6a1b2c3d4e5f60',
      usage: 'TRAIN',
      labels: [
        {
          name: 'heron',
          type: 0,
          annotated_by: 'human/acme/lea',
          creation_time: at('09:15:00'),
          property: { age: 'adult', '@modelarts:hard': 'true', '@modelarts:hard_coefficient': '0.8' },
        },
        {
          name: 'bird',
          type: 0,
          annotated_by: 'auto/modelarts/active-learning',
          score: 0.91,
          creation_time: at('09:15:00'),
          property: {},
        },
      ],
      metadata: { '@modelarts:hard': true, '@modelarts:hard_coefficient': 0.8 },
    },
  ],
  ['unlabelled', 0, { path: '/acme/zoo/in/0002.jpg' }],
  [
    'detection',
    1,
    {
      path: '/acme/road/in/17.jpg',
      usage: 'EVAL',
      size,
      labels: [{ name: 'car', type: 1, ...human('09:20:11'), property: box }],
    },
    ['/acme/road/out/road-Qa1/annotation/V001/annotation/17.xml', car],
  ],
  [
    'segmentation',
    3,
    {
      path: '/acme/leaf/in/3.png',
      usage: 'TRAIN',
      size,
      labels: [
        {
          name: 'leaf',
          type: 3,
          ...human('09:21:40'),
          property: {
            '@modelarts:shape': 'polygon',
            '@modelarts:feature': [
              [1, 1],
              [9, 1],
              [9, 9],
            ],
          },
        },
      ],
    },
    ['/acme/leaf/out/leaf-Qb2/annotation/V001/annotation/3.xml', leaf],
  ],
  [
    'textClassification',
    100,
    {
      ...line,
      text: 'The screen is bright but the battery is weak',
      id: '9a1f0c7733de4b5f8c01aa55bb66cc77.000000001',
      usage: 'TRAIN',
      labels: [{ name: 'mixed', type: 100, ...human('09:30:00'), property: {} }],
    },
  ],
  [
    'entities',
    101,
    {
      ...line,
      text: ada,
      usage: 'TRAIN',
      labels: [
        { name: 'Person', type: 101, ...human('09:31:00'), property: span(0, 12) },
        { name: 'Year', type: 101, ...human('09:31:00'), property: span(53, 57) },
      ],
    },
  ],
  [
    'emoji',
    101,
    {
      ...line,
      text: '😀 深圳 今天很热',
      labels: [{ name: 'City', type: 101, ...human('09:32:00'), property: span(2, 4) }],
    },
  ],
  [
    'triplets',
    102,
    {
      ...line,
      text: ada,
      labels: [
        { name: 'Person', type: 103, id: 'E1', property: span(0, 12) },
        { name: 'Machine', type: 103, id: 'E2', property: span(32, 49) },
        { name: 'wrote-about', type: 102, id: 'R1', property: { '@modelarts:from': 'E1', '@modelarts:to': 'E2' } },
      ],
    },
  ],
  [
    'sound',
    200,
    { path: '/acme/sounds/in/7.wav', labels: [{ name: 'doorbell', type: 200, ...human('10:00:00'), property: {} }] },
  ],
  [
    'content',
    201,
    {
      path: '/acme/calls/in/1.wav',
      labels: [{ type: 201, ...human('10:01:00'), property: { '@modelarts:content': 'Please hold the line.' } }],
    },
  ],
  [
    'paragraphs',
    202,
    {
      path: '/acme/calls/in/2.wav',
      usage: 'TRAIN',
      labels: [
        {
          name: 'speech',
          type: 202,
          ...human('10:02:00'),
          property: {
            '@modelarts:start_time': '00:00:01.250',
            '@modelarts:end_time': '00:00:03.900',
            '@modelarts:source': 'agent',
            '@modelarts:content': 'Good morning.',
          },
        },
        {
          name: 'speech',
          type: 202,
          ...human('10:02:00'),
          property: {
            '@modelarts:start_time': '00:00:04.100',
            '@modelarts:end_time': '00:00:05.020',
            '@modelarts:source': 'caller',
            '@modelarts:content': 'Hello.',
          },
        },
      ],
    },
  ],
  [
    'frame',
    600,
    {
      path: '/acme/cam/in/images/gate/gate.2.480.jpg',
      usage: 'TRAIN',
      size,
      labels: [{ name: 'car', type: 600, ...human('10:10:00'), property: box }],
      metadata: {
        '@modelarts:parent_source': '/acme/cam/in/gate.mp4',
        '@modelarts:parent_duration': 12.04,
        '@modelarts:time_in_video': 2.48,
      },
    },
    ['/acme/cam/out/cam-Qc3/annotation/V001/annotations/images/gate/gate.2.480.xml', car],
  ],
  [
    'table',
    400,
    {
      path: '/acme/iris/out/iris-Qd4/annotation/V001/data/part-00000.csv',
      usage: 'TRAIN',
      metadata: {
        '@muster:source_type': 'CSV',
        '@modelarts:schema': { sepal_length: 'double', species: 'string' },
      },
    },
  ],
]

describe('the worked example', () => {
  test.each(golden)('%s reads exactly, and is written back', async (name, dataset_type, expected, xml) => {
    const record = { labels: [], metadata: {}, ...expected } as SampleRecord
    const files = new MemoryFiles({ 'm.manifest': `\ufeff${examples[name]}\r\n`, ...(xml && { [xml[0]]: xml[1] }) })
    const options = { dataset_type, labels: [], isSample: () => true, file: 'm.manifest' }
    expect(await readRecords(manifest, files, options)).toEqual({ records: [record], faults: [] })

    const version = xml?.[0].slice(0, xml[0].indexOf('annotation/V001')) ?? '/acme/out/'
    const written = await writeRecords(manifest, [record], {
      ...options,
      file: 'annotation/V001/V001.manifest',
      root: version,
    })
    expect(written.losses).toEqual([])
    const text = written.files.texts['annotation/V001/V001.manifest']!
    // Of entities the text they cover is told as well; pictures always say their type.
    const stripped = text.replace(/,"@muster:text":"[^"]*"/g, '')
    const wanted = { ...JSON.parse(examples[name].replace(/,"@muster:text":"[^"]*"/g, '')) }
    if (name === 'unlabelled') wanted['sample-type'] = 0
    expect(JSON.parse(stripped)).toEqual(wanted)
    // The order of keys is that of formats 3.2, which three examples do not keep.
    if (!['unlabelled', 'textClassification', 'frame', 'table'].includes(name))
      expect(stripped).toBe(`${examples[name].replace(/,"@muster:text":"[^"]*"/g, '')}\n`)
    if (xml) expect([...written.files.files.keys()]).toContain(xml[0].slice(version.length))
  })

  test('of an entity is written with the text it covers', async () => {
    const options = { dataset_type: DatasetType.namedEntities, labels: [], isSample: () => true, file: 'm.manifest' }
    const { records } = await readRecords(manifest, new MemoryFiles({ 'm.manifest': examples.emoji }), options)
    const { files } = await writeRecords(manifest, records, options)
    expect(files.texts['m.manifest']).toBe(`${examples.emoji}\n`)
    const inUnits = await writeRecords(manifest, records, { ...options, text_offset_unit: 'utf16' })
    expect(inUnits.files.texts['m.manifest']).toContain('"@modelarts:start_index":3,"@modelarts:end_index":5')
  })
})

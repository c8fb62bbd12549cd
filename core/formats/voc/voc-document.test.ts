import { describe, expect, test } from 'vitest'
import { LabelType } from '#contract/codes.ts'
import type { SampleRecord } from '#core/formats/record.ts'
import { box, drawn, flags, read, readObject, size, write } from '#tests/formats/voc-objects.ts'
import { writeVoc } from './write-voc.ts'

/** The worked example of formats 5. */
const example = `<?xml version="1.0" encoding="UTF-8"?>
<annotation>
  <folder>Images</folder><filename>17.jpg</filename><source><database>Unknown</database></source>
  <size><width>1280</width><height>720</height><depth>3</depth></size><segmented>0</segmented>
  <object><name>car</name><pose>Unspecified</pose><truncated>0</truncated><occluded>1</occluded><difficult>0</difficult><confidence>0.97</confidence>
    <properties><property><key>colour</key><value>red</value></property></properties>
    <bndbox><xmin>102</xmin><ymin>340</ymin><xmax>388</xmax><ymax>510</ymax></bndbox></object>
  <object><name>lane</name><pose>Unspecified</pose><truncated>0</truncated><occluded>0</occluded><difficult>0</difficult>
    <polyline><x1>0</x1><y1>700</y1><x2>420</x2><y2>520</y2><x3>640</x3><y3>430</y3></polyline></object>
  <object><name>sign</name><pose>Unspecified</pose><truncated>0</truncated><occluded>0</occluded><difficult>1</difficult><hard-coefficient>0.6</hard-coefficient>
    <circle><cx>905</cx><cy>212</cy><r>31</r></circle></object>
  <object><name>edge</name><pose>Unspecified</pose><truncated>0</truncated><occluded>0</occluded><difficult>0</difficult>
    <dashed><x1>10</x1><y1>20</y1><x2>300</x2><y2>40</y2></dashed></object>
  <object><name>corner</name><pose>Unspecified</pose><truncated>0</truncated><occluded>0</occluded><difficult>0</difficult>
    <point><x>640</x><y>360</y></point></object>
</annotation>
`

describe('the worked example of a VOC file', () => {
  const labels = [
    {
      ...drawn(
        'car',
        'bndbox',
        [
          [102, 340],
          [388, 510],
        ],
        { ...flags, occluded: '1', colour: 'red' },
      ),
      score: 0.97,
    },
    drawn('lane', 'polyline', [
      [0, 700],
      [420, 520],
      [640, 430],
    ]),
    drawn('sign', 'circle', [[905, 212], [31]], { ...flags, difficult: '1', '@modelarts:hard_coefficient': '0.6' }),
    drawn('edge', 'dashed', [
      [10, 20],
      [300, 40],
    ]),
    drawn('corner', 'point', [[640, 360]]),
  ]

  test('reads exactly', async () => {
    expect(await read(example)).toEqual({ labels, size: [1280, 720, 3], filename: '17.jpg', ignored: [] })
  })

  test('is written back to the byte', () => {
    const record: SampleRecord = { path: 'a/17.jpg', size: [1280, 720, 3], labels, metadata: {} }
    expect(writeVoc(record, { decimals: false, origin: 0 })).toEqual({ xml: example, drawn: 5, losses: [] })
  })
})

describe('an object', () => {
  test('says nothing by the flags that every object must have', async () => {
    const { xml, losses } = write([drawn('a', 'point', [[1, 2]], { difficult: '1' })])
    expect(xml).toContain('<truncated muster="unsaid">0</truncated>')
    expect(losses).toEqual([])
    expect((await read(xml)).labels).toEqual([drawn('a', 'point', [[1, 2]], { difficult: '1' })])
  })

  test.each([
    ['<point><x>1</x><y>2</y></point>', 'point', [[1, 2]]],
    ['<point><x1>1</x1><y1>2</y1></point>', 'point', [[1, 2]]],
    [
      '<line><x1>1</x1><y1>2</y1><x2>3</x2><y2>4</y2></line>',
      'line',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      '<bndbox><ymax>4.5</ymax><xmax>3</xmax><xmin> 1 </xmin><ymin>-2</ymin></bndbox>',
      'bndbox',
      [
        [1, 0],
        [3, 4.5],
      ],
    ],
    [
      '<polygon><x1>1</x1><y1>1</y1><x2>5</x2><y2>1</y2><x3>5</x3><y3>5</y3></polygon>',
      'polygon',
      [
        [1, 1],
        [5, 1],
        [5, 5],
      ],
    ],
    [
      '<polygon><x1>1</x1><y1>1</y1><x2>5</x2><y2>1</y2><x3>5</x3><y3>5</y3><x4>1</x4><y4>1</y4></polygon>',
      'polygon',
      [
        [1, 1],
        [5, 1],
        [5, 5],
        [1, 1],
      ],
    ],
  ])(
    'has any shape, points in both spellings, rings closed or open as they came: %s (formats 13.2, 13.3)',
    async (xml, shape, feature) => {
      const label = await readObject(xml, { size })
      expect(label).toEqual(drawn('a', shape, feature, {}))
      const written = write([label])
      expect(written.losses.length).toBe(feature.flat().every(Number.isInteger) ? 0 : 1)
      if (written.losses.length === 0) expect((await read(written.xml)).labels).toEqual([label])
    },
  )

  test('points are written as x and y, the only form the vendor reads', () => {
    expect(write([drawn('a', 'point', [[1, 2]])]).xml).toContain('<point><x>1</x><y>2</y></point>')
  })

  test.each(['hard-coefficient', 'difficult-coefficient'])(
    'has its %s, which is written as hard-coefficient (formats 13.4)',
    async (name) => {
      const label = await readObject(`<${name}>0.6</${name}>${box}`)
      expect(label.property!['@modelarts:hard_coefficient']).toBe('0.6')
      expect(write([label]).xml).toContain('<hard-coefficient>0.6</hard-coefficient>')
    },
  )

  test('keeps its attributes, new and old, and the angle of a turned box', async () => {
    const newer =
      '<properties><property><key>a b</key><value> x\n</value></property><property><key>@modelarts:clockwise_angle</key><value>30</value></property></properties>'
    expect((await readObject(newer + box)).property).toMatchObject({
      'a b': ' x\n',
      '@modelarts:clockwise_angle': '30',
    })
    expect(
      (await readObject(`<properties><color>green</color><property>x</property></properties>${box}`)).property,
    ).toMatchObject({ color: 'green', property: 'x' })
    const foreign = await read(
      `<annotation><object><name>a</name><properties><property><key>@modelarts:start_index</key><value>1</value></property></properties>${box}</object></annotation>`,
    )
    expect(foreign.ignored).toEqual(['@modelarts:start_index in line 1 of x.xml'])
  })

  test('has parts, which become labels of their own and parts again', async () => {
    const part = (name: string) => `<part><name>${name}</name>${box}</part>`
    const { labels } = await read(
      `<annotation><object><name>man</name>${box}${part('head')}${part('hand')}</object><object><name>dog</name>${box}</object></annotation>`,
    )
    expect(labels.map(({ name, id, property }) => [name, id, property!['@muster:part_of']])).toEqual([
      ['man', 'object-1-1', undefined],
      ['head', undefined, 'object-1-1'],
      ['hand', undefined, 'object-1-1'],
      ['dog', undefined, undefined],
    ])
    const written = write(labels)
    expect(written.xml.match(/<part>/g)).toHaveLength(2)
    expect((await read(written.xml)).labels).toEqual(labels)
  })

  test.each([
    ['no shape', '', 'has an object without a shape'],
    ['two boxes', box + box, 'has an object with two shapes, bndbox and bndbox'],
    ['two shapes', '<circle/><point><x>1</x><y>1</y></point>', 'has an object with two shapes, circle and point'],
    ['a corner missing', '<bndbox><xmin>1</xmin></bndbox>', 'holds a bndbox without ymin'],
    ['a corner twice', '<point><x>1</x><x>1</x><y>1</y></point>', 'holds two x in one point'],
    ['a word for a number', '<point><x>a</x><y>1</y></point>', 'holds a x that is no number'],
    ['hexadecimal numbers', '<point><x>0x1</x><y>1</y></point>', 'holds a x that is no number'],
    ['NaN', '<point><x>NaN</x><y>1</y></point>', 'holds a x that is no number'],
    ['endless numbers', '<point><x>1e999</x><y>1</y></point>', 'holds a coordinate that is no number'],
    [
      'a point too many',
      '<line><x1>1</x1><y1>1</y1><x2>2</x2><y2>2</y2><x3>3</x3><y3>3</y3></line>',
      'holds more coordinates than a line has',
    ],
    [
      'a gap between points',
      '<polygon><x1>1</x1><y1>1</y1><x3>2</x3><y3>2</y3></polygon>',
      'holds a polygon without x2',
    ],
    [
      'a box inside out',
      '<bndbox><xmin>3</xmin><ymin>2</ymin><xmax>1</xmax><ymax>4</ymax></bndbox>',
      'holds a bndbox that is none: x1 must be less than x2',
    ],
    [
      'a point far outside',
      '<point><x>103</x><y>1</y></point>',
      'holds the point [103, 1] outside the picture, 100 x 50 pixels',
    ],
    ['a confidence in percent', `<confidence>97</confidence>${box}`, 'has a confidence that is no number from 0 to 1'],
    [
      'a coefficient in words',
      `<hard-coefficient>high</hard-coefficient>${box}`,
      'has a hard-coefficient that is no number from 0 to 1',
    ],
    ['an attribute twice', `<properties><a>1</a><a>2</a></properties>${box}`, 'says "a" twice of one object'],
    [
      'parts of parts',
      `${box}<part><name>b</name>${box}<part><name>c</name>${box}</part></part>`,
      'has a part of a part',
    ],
  ])('with %s is refused', async (_, inner, reason) => {
    await expect(readObject(inner, { size })).rejects.toMatchObject({ path: 'x.xml', line: 2, reason })
  })

  test('needs a name, and its id alone', async () => {
    for (const name of ['', '<name/>', '<name> </name>']) {
      await expect(read(`<annotation><object>${name}${box}</object></annotation>`)).rejects.toMatchObject({
        reason: 'has an object without a name',
      })
    }
    const twice = `<object><name>a</name><properties><property><key>@muster:id</key><value>x</value></property></properties>${box}</object>`
    await expect(read(`<annotation>${twice}${twice}</annotation>`)).rejects.toMatchObject({
      reason: 'gives the id "x" twice',
    })
  })

  test('of a segmented picture is a polygon', async () => {
    await expect(readObject(box, { type: LabelType.imageSegmentation })).rejects.toMatchObject({
      reason: 'has a bndbox, but segmentation takes polygons alone',
    })
    const written = write([
      drawn(
        'a',
        'bndbox',
        [
          [1, 2],
          [3, 4],
        ],
        {},
        3,
      ),
    ])
    expect(written).toMatchObject({ drawn: 0, losses: [{ field: 'labels[0]', reason: 'is no polygon' }] })
  })
})

describe('the size of the picture', () => {
  const sized = (width: string) => `<annotation><size><width>${width}</width><height>50</height></size></annotation>`

  test('is what the file says, if it is true', async () => {
    expect((await read(sized('100'))).size).toEqual([100, 50, 3])
    expect((await read(sized('100'), { size: [100, 50, 4] })).size).toEqual([100, 50, 4])
    expect((await read(sized('0'), { size })).size).toEqual(size)
    expect((await read(sized('0'))).size).toBeUndefined()
    await expect(read(sized('99'), { size })).rejects.toMatchObject({
      line: 1,
      reason: 'is made for a picture of 99 x 50 pixels, but it has 100 x 50',
    })
    await expect(read(sized('wide'))).rejects.toMatchObject({
      reason: 'has the width "wide", which must be a whole number',
    })
  })

  test('belongs to an annotation', async () => {
    await expect(read('<html/>')).rejects.toMatchObject({ reason: 'is a document <html>, not <annotation>' })
  })
})

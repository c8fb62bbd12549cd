import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import { detection, isSample, readAll, segmentation, size } from '#tests/formats/cvat-trees.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { readRecords, writeRecords } from '#tests/formats/round-trip.ts'
import { cvat } from './cvat.ts'

const classification = { dataset_type: DatasetType.imageClassification, labels: [], isSample }

const label = (name: string, shape: string, feature: number[][], more: object = {}): RecordLabel => ({
  name,
  type: 1,
  property: { '@modelarts:shape': shape as 'bndbox', '@modelarts:feature': feature, ...more },
})

/** As CVAT writes it: indented, with all that it says of a task. */
const published = `<?xml version="1.0" encoding="utf-8"?>
<annotations>
  <version>1.1</version>
  <meta>
    <task>
      <id>4</id><name>segmentation</name><size>3</size><mode>annotation</mode><subset>Validation</subset>
      <labels>
        <label><name>car</name><color>#ff00ff</color><type>any</type><attributes>
          <attribute><name>colour</name><mutable>False</mutable><input_type>select</input_type><default_value>red</default_value><values>red
blue</values></attribute></attributes></label>
      </labels>
    </task>
    <dumped>2024-01-01 10:00:00+00:00</dumped>
  </meta>
  <image id="0" name="a/1.jpg" width="100" height="50">
    <tag label="good_frame" source="manual">
    </tag>
    <box label="car" source="auto" occluded="1" xtl="10.50" ytl="10.00" xbr="30.00" ybr="20.00" rotation="30.00" z_order="2" group_id="3">
      <attribute name="colour">red &amp; blue</attribute>
      <attribute name="parked">true</attribute>
    </box>
    <polygon label="plate" source="manual" occluded="0" points="1.00,2.00;5.50,2.00;5.50,8.00" z_order="0">
    </polygon>
    <polyline label="lane" source="semi-auto" occluded="0" points="0.00,1.00;2.00,3.00;2.00,3.00;4.00,1.00" z_order="-1">
    </polyline>
    <points label="wheel" source="manual" occluded="0" points="1.00,1.00;2.00,2.00" z_order="0">
    </points>
    <ellipse label="sign" source="manual" occluded="0" cx="50.00" cy="25.00" rx="5.00" ry="5.00" z_order="0">
    </ellipse>
    <mask label="cat" source="manual" occluded="0" rle="1, 2, 3, 1, 1" left="20" top="10" width="4" height="2" z_order="0">
    </mask>
    <cuboid label="box" source="manual" occluded="0" xtl1="1" ytl1="1"/>
    <skeleton label="person" source="manual" z_order="0">
      <points label="nose" source="manual" outside="0" occluded="0" points="1.00,1.00"/>
    </skeleton>
  </image>
  <image id="1" name="2.jpg" subset="Train" width="100" height="50">
  </image>
</annotations>
`
const tree = {
  'annotations.xml': published,
  'images/a/1.jpg': '',
  'images/2.jpg': '',
  'other.xml': '<annotation><object/></annotation>',
}

const mask = { size: [50, 100], counts: expect.any(String) }

describe('CVAT XML 1.1', () => {
  test('detection reads every shape that a label can have', async () => {
    const read = await readAll(tree, detection)
    expect(read).toEqual({
      records: [
        {
          path: 'images/a/1.jpg',
          usage: 'EVAL',
          size,
          labels: [
            {
              ...label(
                'car',
                'bndbox',
                [
                  [10.5, 10],
                  [30, 20],
                ],
                {
                  '@modelarts:clockwise_angle': 30,
                  occluded: '1',
                  z_order: '2',
                  '@muster:group': 3,
                  colour: 'red & blue',
                  parked: 'true',
                },
              ),
              annotated_by: 'auto',
            },
            {
              ...label('plate', 'polygon', [
                [1, 2],
                [5.5, 2],
                [5.5, 8],
              ]),
              annotated_by: 'human',
            },
            label(
              'lane',
              'polyline',
              [
                [0, 1],
                [2, 3],
                [4, 1],
              ],
              { z_order: '-1' },
            ),
            { ...label('wheel', 'point', [[1, 1]], { '@muster:group': 'points-4' }), annotated_by: 'human' },
            { ...label('wheel', 'point', [[2, 2]], { '@muster:group': 'points-4' }), annotated_by: 'human' },
            { ...label('sign', 'circle', [[50, 25], [5]]), annotated_by: 'human' },
            {
              ...label(
                'cat',
                'polygon',
                [
                  [21, 10],
                  [23, 10],
                  [23, 12],
                  [22, 12],
                  [22, 11],
                  [21, 11],
                ],
                { '@muster:mask': mask },
              ),
              annotated_by: 'human',
            },
          ],
          metadata: {},
        },
        { path: 'images/2.jpg', usage: 'TRAIN', size, labels: [], metadata: {} },
      ],
      faults: [],
    })
  })

  test('what has no place is told', async () => {
    const files = new MemoryFiles(tree)
    const [item] = await Array.fromAsync(cvat.read(files, detection))
    expect(item).toMatchObject({
      ignored: [
        expect.stringContaining('<tag> in line 16'),
        'the source "semi-auto"',
        expect.stringContaining('<cuboid>'),
        expect.stringContaining('<skeleton>'),
      ],
    })
  })

  test('classification reads the tags', async () => {
    const { records: read } = await readAll(tree, classification)
    expect(read[0]!.labels).toEqual([{ name: 'good_frame', type: 0, annotated_by: 'human', property: {} }])
  })

  test('segmentation reads outlines and masks, and an ellipse as a polygon of 32 corners', async () => {
    const shapes =
      '<polygon label="a" points="1,2;5,2;5,8"/>' +
      '<mask label="b" rle="0,4" left="0" top="0" width="2" height="2"/>' +
      '<ellipse label="c" cx="50" cy="25" rx="10" ry="5" rotation="90"/>'
    const content = { 'x.xml': `<annotations><image name="1.jpg">${shapes}</image></annotations>`, '1.jpg': '' }
    const { records: read } = await readAll(content, segmentation)
    expect(read[0]!.labels.map(({ name, type }) => [name, type])).toEqual([
      ['a', 3],
      ['b', 3],
      ['c', 3],
    ])
    const ellipse = read[0]!.labels[2]!.property!['@modelarts:feature'] as number[][]
    expect(ellipse).toHaveLength(32)
    expect([ellipse[0], ellipse[8], ellipse[16], ellipse[24]]).toEqual([
      [50, 35],
      [45, 25],
      [50, 15],
      [55, 25],
    ])
  })

  test('a box that is turned and stands out as it would lie upright is the polygon of its corners', async () => {
    const box = '<box label="a" xtl="20" ytl="-5" xbr="30" ybr="35" rotation="90"/>'
    const content = { 'x.xml': `<annotations><image name="1.jpg">${box}</image></annotations>`, '1.jpg': '' }
    const { records: read } = await readAll(content, detection)
    expect(read[0]!.labels).toEqual([
      label('a', 'polygon', [
        [45, 10],
        [45, 20],
        [5, 20],
        [5, 10],
      ]),
    ])
  })

  test('tracks of the form for videos are read at their key frames', async () => {
    const video = `<annotations><version>1.1</version>
<meta><task><mode>interpolation</mode><original_size><width>100</width><height>50</height></original_size></task></meta>
<track id="7" label="car" source="manual">
  <box frame="0" keyframe="1" outside="0" occluded="0" xtl="1" ytl="2" xbr="3" ybr="4" z_order="0"><attribute name="a">b</attribute></box>
  <box frame="1" keyframe="0" outside="0" occluded="0" xtl="1" ytl="2" xbr="3" ybr="4" z_order="0"/>
  <box frame="12" keyframe="1" outside="0" occluded="1" xtl="2" ytl="2" xbr="4" ybr="4" z_order="0"/>
  <box frame="13" keyframe="1" outside="1" occluded="0" xtl="2" ytl="2" xbr="4" ybr="4" z_order="0"/>
</track>
<track id="8" label="dog"><points frame="0" keyframe="1" outside="0" points="5,6"/><points frame="40" keyframe="1" outside="0" points="5,6"/></track>
</annotations>`
    const frames = { 'v/images/frame_000000.png': '', 'v/images/frame_000012.png': '', 'frame_000040.png': '' }
    const read = await readAll({ 'v/annotations.xml': video, ...frames }, detection)
    const car = (x: number, more: object) => ({
      ...label(
        'car',
        'bndbox',
        [
          [x, 2],
          [x + 2, 4],
        ],
        { '@muster:track': 7, ...more },
      ),
      annotated_by: 'human',
    })
    expect(read).toEqual({
      records: [
        {
          path: 'v/images/frame_000000.png',
          size,
          labels: [car(1, { a: 'b' }), label('dog', 'point', [[5, 6]], { '@muster:track': 8 })],
          metadata: { '@muster:frame': 0 },
        },
        {
          path: 'v/images/frame_000012.png',
          size,
          labels: [car(2, { occluded: '1' })],
          metadata: { '@muster:frame': 12 },
        },
      ],
      faults: [
        {
          path: 'v/annotations.xml',
          reason: 'has shapes at 1 frames of which there is no picture, or two; the first is frame 40',
        },
      ],
    })
  })

  test('a mask comes back as it was', async () => {
    const { records: read } = await readAll(tree, detection)
    const { files, losses } = await writeRecords(cvat, read, detection)
    expect(losses).toEqual([])
    expect(files.texts['annotations.xml']).toContain(
      '<mask label="cat" source="manual" occluded="0" rle="0, 2, 1, 1" left="21" top="10" width="2" height="2" z_order="0"/>',
    )
    expect((await readRecords(cvat, files, detection)).records).toEqual(read)
  })
})

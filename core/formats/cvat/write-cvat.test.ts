import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import type { Label } from '#contract/labels.ts'
import type { RecordLabel, SampleRecord } from '#core/formats/record.ts'
import { records } from '#tests/formats/arbitraries.ts'
import { detection, isSample, segmentation, size } from '#tests/formats/cvat-trees.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { checkRoundTrip, writeRecords } from '#tests/formats/round-trip.ts'
import { cvat } from './cvat.ts'

const classification = { dataset_type: DatasetType.imageClassification, labels: [], isSample }

const label = (name: string, shape: string, feature: number[][], more: object = {}): RecordLabel => ({
  name,
  type: 1,
  property: { '@modelarts:shape': shape as 'bndbox', '@modelarts:feature': feature, ...more },
})

describe('CVAT written', () => {
  test('what it writes: definitions, images and shapes', async () => {
    const labels: Label[] = [
      {
        name: 'car',
        property: { '@modelarts:color': '#ff0000' },
        attributes: [
          { name: 'colour', type: 'select', default_value: 'red', values: [{ value: 'red' }, { value: 'blue' }] },
        ],
      },
    ]
    const record: SampleRecord = {
      path: 'a/1.jpg',
      usage: 'EVAL',
      size,
      labels: [
        {
          ...label(
            'car',
            'bndbox',
            [
              [1, 2],
              [3, 4.5],
            ],
            { '@modelarts:clockwise_angle': 30, occluded: '1', colour: 'red' },
          ),
          annotated_by: 'auto',
        },
        label('w"<', 'point', [[1, 1]], { '@muster:group': 2, 'x y': 'é' }),
        label('w"<', 'point', [[2, 1]], { '@muster:group': 2, 'x y': 'é' }),
        label('s', 'circle', [[5, 5], [2]]),
        label('s', 'dashed', [
          [5, 5],
          [2, 1],
        ]),
      ],
      metadata: {},
    }
    const empty: SampleRecord = { path: 'b.jpg', size, labels: [], metadata: { '@muster:empty': 1 } }
    const { files, losses } = await writeRecords(cvat, [record, empty], { ...detection, labels })
    expect(files.texts['annotations.xml']!.split('\n')).toEqual([
      '<?xml version="1.0" encoding="utf-8"?>',
      '<annotations>',
      '<version>1.1</version>',
      '<meta><task><size>2</size><mode>annotation</mode><labels>' +
        '<label><name>car</name><color>#ff0000</color><type>any</type><attributes><attribute><name>colour</name><mutable>False</mutable><input_type>select</input_type><default_value>red</default_value><values>red',
      'blue</values></attribute></attributes></label>' +
        '<label><name>w&quot;&lt;</name><type>any</type><attributes><attribute><name>x y</name><mutable>False</mutable><input_type>text</input_type><default_value/><values/></attribute></attributes></label>' +
        '<label><name>s</name><type>any</type><attributes/></label></labels></task></meta>',
      '<image id="0" name="a/1.jpg" subset="validation" width="100" height="50">' +
        '<box label="car" source="auto" occluded="1" xtl="1" ytl="2" xbr="3" ybr="4.5" rotation="30" z_order="0"><attribute name="colour">red</attribute></box>' +
        '<points label="w&quot;&lt;" occluded="0" points="1,1;2,1" z_order="0" group_id="2"><attribute name="x y">é</attribute></points>' +
        '<ellipse label="s" occluded="0" cx="5" cy="5" rx="2" ry="2" z_order="0"/>' +
        '<polyline label="s" occluded="0" points="5,5;2,1" z_order="0"/></image>',
      '<image id="1" name="b.jpg" width="100" height="50" muster-empty="1"/>',
      '</annotations>',
      '',
    ])
    expect(losses.filter(({ field }) => field !== 'path')).toEqual([
      {
        path: 'a/1.jpg',
        field: 'labels[4].property.@modelarts:shape',
        reason: 'is another in this format',
      },
    ])
    expect([...files.sources]).toEqual([
      ['images/a/1.jpg', 'a/1.jpg'],
      ['images/b.jpg', 'b.jpg'],
    ])
  })

  test.each([classification, detection, segmentation])(
    'what is written is read again, minus the losses (%j)',
    async (options) => {
      await fc.assert(
        fc.asyncProperty(records(options), async (given) => {
          await checkRoundTrip(cvat, given, options)
          const { files } = await writeRecords(cvat, given, options)
          await checkGoingOn(cvat, files, options)
        }),
      )
    },
  )
})

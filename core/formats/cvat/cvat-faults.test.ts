import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detection, isSample, readAll, segmentation, size } from '#tests/formats/cvat-trees.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { readRecords } from '#tests/formats/round-trip.ts'
import { cvat } from './cvat.ts'

const treeOf = (inner: string) => ({ 'a.xml': `<annotations>\n${inner}\n</annotations>`, '1.jpg': '', '2.jpg': '' })
const imageOf = (shape: string) => treeOf(`<image name="1.jpg" width="100" height="50">\n${shape}</image>`)
const box = 'xtl="1" ytl="1" xbr="2" ybr="2"'

const polygon = (...points: number[][]) => ({ '@modelarts:shape': 'polygon', '@modelarts:feature': points })

describe('CVAT with faults', () => {
  test.each<[string, string]>([
    [`<box ${box}/>`, '<box> that has no label'],
    [`<box label=" " ${box}/>`, '<box> that has no label'],
    ['<box label="a" xtl="1" ytl="1" xbr="2"/>', '<box> that has no ybr that is a number'],
    ['<box label="a" xtl="0x1" ytl="1" xbr="2" ybr="2"/>', '<box> that has no xtl that is a number'],
    ['<box label="a" xtl="NaN" ytl="1" xbr="2" ybr="2"/>', '<box> that has no xtl that is a number'],
    ['<box label="a" xtl="1e999" ytl="1" xbr="2" ybr="2"/>', '<box> that holds a coordinate that is no number'],
    [`<box label="a" rotation="x" ${box}/>`, '<box> that has a rotation that is no number'],
    [
      '<box label="a" xtl="1" ytl="1" xbr="200" ybr="2"/>',
      '<box> that holds the point [200, 2] outside the picture, 100 x 50 pixels',
    ],
    [
      '<box label="a" xtl="5" ytl="1" xbr="2" ybr="2"/>',
      '<box> that holds a bndbox that is none: x1 must be less than x2',
    ],
    ['<polygon label="a"/>', '<polygon> that holds points that are no pairs of numbers'],
    ['<polygon label="a" points="1,2;3"/>', '<polygon> that holds points that are no pairs of numbers'],
    [
      '<polygon label="a" points="1,2;3,4"/>',
      '<polygon> that holds a polygon that is none: a polygon needs at least three distinct points',
    ],
    ['<ellipse label="a" cx="5" cy="5" rx="0" ry="1"/>', '<ellipse> that is an ellipse without an extent'],
    [
      '<ellipse label="a" cx="5" cy="5" rx="9" ry="9"/>',
      '<ellipse> that holds a circle that lies outside the picture, 100 x 50 pixels',
    ],
    [
      '<mask label="a" rle="1" left="0" top="0" width="1"/>',
      '<mask> that holds a mask without a whole left, top, width and height',
    ],
    [
      '<mask label="a" rle="0,1" left="0" top="0" width="1" height="0"/>',
      '<mask> that holds a mask that is empty or too large',
    ],
    [
      '<mask label="a" rle="0,1" left="0" top="0" width="999999999" height="999999999"/>',
      '<mask> that holds a mask that is empty or too large',
    ],
    [
      '<mask label="a" rle="0,1" left="100" top="0" width="1" height="1"/>',
      '<mask> that holds a mask outside the picture, 100 x 50 pixels',
    ],
    [
      '<mask label="a" rle="0,1,x" left="0" top="0" width="2" height="1"/>',
      '<mask> that holds a mask whose runs cannot be read',
    ],
    [
      '<mask label="a" rle="0,3" left="0" top="0" width="2" height="1"/>',
      '<mask> that holds a mask whose runs cannot be read',
    ],
    [
      '<mask label="a" rle="0,1" left="0" top="0" width="2" height="1"/>',
      '<mask> that holds a mask that counts 1 pixels of 2',
    ],
    ['<mask label="a" rle="2" left="0" top="0" width="2" height="1"/>', '<mask> that holds an empty mask'],
    [
      `<box label="a" ${box}><attribute name="x">1</attribute><attribute name="x">2</attribute></box>`,
      '<box> that has the attribute "x" twice',
    ],
  ])('%s is a fault of the picture', async (shape, reason) => {
    expect(await readAll(imageOf(shape), detection)).toEqual({
      records: [],
      faults: [{ path: 'a.xml', line: 3, reason: `has in "1.jpg" a ${reason}` }],
    })
  })

  test('segmentation takes outlines alone: a box is the polygon of its corners', async () => {
    const { faults } = await readAll(imageOf('<polyline label="a" points="1,2;3,4"/>'), segmentation)
    expect(faults).toMatchObject([
      { reason: 'has in "1.jpg" a <polyline> that has no outline, but segmentation takes outlines alone' },
    ])
    const edges = 'xtl="10" ytl="10" xbr="30" ybr="20"'
    const boxes = `<box label="a" ${edges}/><box label="a" rotation="90" ${edges}/>`
    const { records } = await readAll(imageOf(boxes), segmentation)
    const corners = records.flatMap(({ labels }) => labels.map(({ property }) => property))
    expect(corners).toEqual([
      polygon([10, 10], [30, 10], [30, 20], [10, 20]),
      polygon([25, 5], [25, 25], [15, 25], [15, 5]),
    ])
    expect(
      (await readAll(imageOf(`<box label="a" xtl="10" ytl="10" xbr="10" ybr="20"/>`), segmentation)).faults,
    ).toEqual([expect.objectContaining({ reason: expect.stringContaining('bndbox that is none') })])
  })

  test.each<[string, string]>([
    ['<image/>', 'has an image without a name'],
    ['<image name="3.jpg"/>', 'names the picture "3.jpg", which is missing'],
    ['<image name="../../1.gif"/>', 'names the picture "../../1.gif", which is missing'],
    ['<image name="1.jpg" width="5" height="6"/>', 'says that "1.jpg" has 5 x 6 pixels, but it has 100 x 50'],
    ['<image name="1.jpg" width="-5" height="6"/>', 'has a width or height of "1.jpg" that is no whole number'],
    ['<track id="1" label="a">\n<box/></track>', 'has a shape of a track without a frame'],
  ])('%s is told, and the next picture is read', async (inner, reason) => {
    const { records, faults } = await readAll(treeOf(`<image name="2.jpg"/>${inner}`), detection)
    expect(records).toEqual([{ path: '2.jpg', size, labels: [], metadata: {} }])
    expect(faults).toMatchObject([{ path: 'a.xml', reason }])
  })

  test('a document that breaks off is told behind what was read of it', async () => {
    const content = { 'a.xml': '<annotations>\n<image name="2.jpg"/>\n<image name="1.jpg">', '2.jpg': '', '1.jpg': '' }
    const { records, faults } = await readAll(content, detection)
    expect(records.map(({ path }) => path)).toEqual(['2.jpg'])
    expect(faults).toEqual([{ path: 'a.xml', reason: expect.stringContaining('is not valid XML') }])
  })

  test('a document type is refused, and other documents are passed over unless asked for', async () => {
    const content = { 'a.xml': '<!DOCTYPE a [<!ENTITY x "y">]><annotations/>', 'b.xml': '<annotation/>' }
    expect((await readAll(content, detection)).faults).toEqual([
      { path: 'a.xml', reason: 'has a document type in line 1, which is refused' },
    ])
    expect((await readAll(content, { ...detection, ...{ file: 'b.xml' } })).faults).toEqual([
      { path: 'b.xml', line: 1, reason: 'is a document <annotation>, not <annotations>' },
    ])
    expect((await readAll(content, { ...detection, ...{ file: 'c.xml' } })).faults).toEqual([
      { path: 'c.xml', reason: 'is missing' },
    ])
  })

  test('names from hell stay names', async () => {
    const attributes = ['__proto__', 'constructor', '@muster:note', '@modelarts:feature', '@modelarts:hard', '']
    const inner = attributes.map((name) => `<attribute name="${name}">{"a":[1]}</attribute>`).join('')
    const { records } = await readAll(imageOf(`<box label="__proto__" ${box}>${inner}</box>`), detection)
    const { name, property } = records[0]!.labels[0]!
    expect(name).toBe('__proto__')
    expect(Object.entries(property!)).toEqual([
      ['@modelarts:shape', 'bndbox'],
      [
        '@modelarts:feature',
        [
          [1, 1],
          [2, 2],
        ],
      ],
      ['__proto__', '{"a":[1]}'],
      ['constructor', '{"a":[1]}'],
      ['@muster:note', { a: [1] }],
      ['@modelarts:hard', '{"a":[1]}'],
      ['', '{"a":[1]}'],
    ])
  })

  test('nothing that is written in place of a value throws', async () => {
    const wild = fc.constantFrom(
      '',
      '-1',
      '1e400',
      '999999999999',
      'null',
      '0,0;',
      '1,1;2,2;3,9',
      '0, 2',
      '\u0085',
      '😀',
    )
    const names = [
      'xtl',
      'ytl',
      'xbr',
      'ybr',
      'points',
      'cx',
      'rx',
      'rle',
      'left',
      'width',
      'height',
      'frame',
      'z_order',
    ]
    const element = fc
      .tuple(
        fc.constantFrom('box', 'polygon', 'polyline', 'points', 'ellipse', 'mask', 'tag', 'track', 'image', 'meta'),
        fc.dictionary(fc.constantFrom(...names, 'label', 'name', 'id', 'group_id', 'rotation'), wild),
      )
      .map(([name, given]) => {
        const pairs = Object.entries(given).map(([key, value]) => ` ${key}="${value}"`)
        return `<${name}${pairs.join('')}/>`
      })
    await fc.assert(
      fc.asyncProperty(fc.array(element), fc.array(element), async (inner, outer) => {
        const content = treeOf(
          `<image name="1.jpg">${inner.join('')}</image><track>${inner.join('')}</track>${outer.join('')}`,
        )
        const files = new MemoryFiles(content)
        for (const path of Object.keys(content)) if (isSample(path)) files.sizes.set(path, size)
        const { records, faults } = await readRecords(cvat, files, detection)
        expect(records.length + faults.length).toBeGreaterThan(0)
      }),
    )
  })
})

import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { drawn, optionsFor, taskOf, treeOf } from '#tests/formats/label-studio-trees.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { readRecords } from '#tests/formats/round-trip.ts'
import { labelStudio } from './label-studio.ts'
import { isLabelStudio } from './read-label-studio.ts'

const { objectDetection, namedEntities, textTriplets, textClassification, speechContent, speechParagraphs } =
  DatasetType

describe('documents that are not as they should be', () => {
  test.each([
    [objectDetection, { data: 1 }, 'has no data'],
    [objectDetection, { data: {} }, 'has no "image" in its data'],
    [objectDetection, taskOf({ image: 'none.jpg' }, []), 'names the file "none.jpg", which is missing'],
    [objectDetection, taskOf({ image: 'export.json' }, []), 'which is of another kind'],
    [objectDetection, taskOf({ image: '1.jpg' }, 'x'), 'has no list of results in "1"'],
    [objectDetection, taskOf({ image: '1.jpg' }, [null]), 'has a result that is no object'],
    [objectDetection, { data: { image: '1.jpg' }, annotations: {} }, 'has annotations that are no list'],
    [objectDetection, taskOf({ image: '1.jpg' }, [drawn('a', 'rectangle', {})]), 'has no x that is a number'],
    [objectDetection, taskOf({ image: '1.jpg' }, [drawn('a', 'rectangle', { x: '5' })]), 'has no x that is a number'],
    [objectDetection, taskOf({ image: '1.jpg' }, [drawn('a', 'keypoint', { x: 200, y: 1 })]), 'outside the picture'],
    [objectDetection, taskOf({ image: '1.jpg' }, [drawn('a', 'polygon', { points: [[1]] })]), 'has no points'],
    [objectDetection, taskOf({ image: '1.jpg' }, [drawn('a', 'brush', { format: 'rle', rle: [1] })]), 'holds a brush'],
    [
      objectDetection,
      taskOf({ image: '1.jpg' }, [drawn('a', 'keypoint', { x: 1, y: 1 }, { image_rotation: 90 })]),
      'was drawn on a picture that is turned',
    ],
    [
      objectDetection,
      taskOf({ image: '1.jpg' }, [drawn('a', 'keypoint', { x: 1, y: 1 }, { original_width: 5 })]),
      'says that its picture has 5 x 100 pixels, but it has 200 x 100',
    ],
    [
      objectDetection,
      taskOf({ image: '1.jpg' }, [drawn('a', 'keypoint', { x: 1, y: 1, keypointlabels: [0] })]),
      'has a label without a name',
    ],
    [textClassification, taskOf({ text: ' ' }, []), 'has an empty text'],
    [textClassification, taskOf({ text: 'a\0' }, []), 'holds the character U+0000'],
    [textClassification, taskOf({ a: 'x', b: 'y' }, []), 'has no "text"'],
    [textClassification, taskOf({ text: '/data/upload/1/a.txt' }, []), 'names a file'],
    [textClassification, taskOf({ text: 'a' }, [{ type: 'choices', value: { choices: {} } }]), 'has no list of labels'],
    [
      namedEntities,
      taskOf({ text: 'abc' }, [{ id: 'e', type: 'labels', value: { start: 0, end: 1, text: 'x', labels: ['L'] } }]),
      'has a result "e" that says that 0 to 1 is "x"',
    ],
    [
      namedEntities,
      taskOf({ text: 'abc' }, [{ type: 'labels', value: { start: '/p[1]', end: 1, labels: ['L'] } }]),
      'has offsets that are no whole numbers',
    ],
    [
      namedEntities,
      taskOf({ text: 'abc' }, [{ type: 'labels', value: { start: 0, end: 9, labels: ['L'] } }]),
      'no part',
    ],
    [textTriplets, taskOf({ text: 'abc' }, [{ type: 'relation', labels: ['x'] }]), 'what the relation joins'],
    [
      speechParagraphs,
      taskOf({ audio: '1.wav' }, [{ type: 'labels', value: { start: 2, end: 1, labels: ['x'] } }]),
      'ends no later than it begins',
    ],
    [
      speechParagraphs,
      taskOf({ audio: '1.wav' }, [{ type: 'labels', value: { start: 'x', end: 1, labels: ['x'] } }]),
      'has no start and end in seconds',
    ],
    [speechContent, taskOf({ audio: '1.wav' }, [{ type: 'textarea', value: { text: [1] } }]), 'has no text'],
  ])('of type %s with %j are a fault, and reading goes on', async (type, task, reason) => {
    const fine = type < 100 ? { image: '1.jpg' } : type < 200 ? { text: 'fine' } : { audio: '1.wav' }
    const files = treeOf([{ data: fine }, task, { data: fine }], '1.jpg', '1.wav')
    const { records, faults } = await readRecords(labelStudio, files, optionsFor(type))
    expect(records).toHaveLength(2)
    expect(faults).toEqual([{ path: 'export.json', reason: expect.stringContaining(reason) }])
    expect(faults[0]!.reason).toMatch(/^has a task 2 that /)
    await checkGoingOn(labelStudio, files, optionsFor(type))
  })

  test('documents of another kind are passed over, but not the one that was asked for', async () => {
    const files = new MemoryFiles({
      'a.json': '{"data":{}}',
      'b.json': '[{"text":"JSON-MIN"}]',
      'c.json': '[{"data":{"text":"x"}},',
      'd.json': '[{"data":{"text":"__proto__","__proto__":"y"}}]',
    })
    const options = optionsFor(textClassification)
    const { records, faults } = await readRecords(labelStudio, files, options)
    expect(records.map(({ text }) => text)).toEqual(['x', '__proto__'])
    expect(Object.keys(records[1]!.metadata)).toEqual(['__proto__'])
    expect(faults).toEqual([{ path: 'c.json', reason: expect.stringContaining('is not valid JSON') }])
    expect((await readRecords(labelStudio, files, { ...options, file: 'b.json' })).faults).toEqual([
      { path: 'b.json', reason: 'is no list of tasks with data' },
    ])
    await checkGoingOn(labelStudio, files, options)
  })

  test('the smaller export is found out and refused by its name', async () => {
    const task = { id: 1, text: 'x', choice: 'good', annotator: 1, annotation_id: 1, lead_time: null }
    const files = treeOf([task, task])
    expect(await isLabelStudio(files, 'export.json')).toBe(true)
    const options = optionsFor(textClassification)
    expect(await readRecords(labelStudio, files, options)).toMatchObject({
      records: [],
      faults: [{ path: 'export.json', reason: 'is JSON-MIN of Label Studio: export JSON instead' }],
    })
    await checkGoingOn(labelStudio, files, options)
  })
})

describe('entities over several lines', () => {
  const text = '😀 on two\nlines \u00a0of text'
  const spanOf = async (start: number, end: number, covered: string) => {
    const result = { id: 'e', type: 'labels', value: { start, end, text: covered, labels: ['L'] } }
    const files = treeOf([taskOf({ text }, [result])])
    const { records, faults } = await readRecords(labelStudio, files, optionsFor(namedEntities))
    const { '@modelarts:start_index': from, '@modelarts:end_index': to } = records[0]?.labels[0]?.property ?? {}
    return faults[0]?.reason ?? [from, to]
  }

  test.each([
    [5, 14, 'two\\nlines'],
    [5, 14, 'two\nlines'],
    [5, 14, 'two lines'],
    [6, 15, 'two\\nlines'],
    [9, 18, 'lines  of'],
  ])('from %i to %i are %j', async (start, end, covered) => {
    const by = start === 6 ? 1 : 0
    expect(await spanOf(start, end, covered)).toEqual([start - by, end - by])
  })

  test('other words are refused', async () => {
    expect(await spanOf(5, 14, 'two\\nlinez')).toBe(
      'has a task 1 that has a result "e" that says that 5 to 14 is "two\\\\nlinez"',
    )
  })
})

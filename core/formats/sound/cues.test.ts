import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import type { Format } from '#core/formats/format.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { checkRoundTrip, readRecords, writeRecords } from '#tests/formats/round-trip.ts'
import { paragraphRecords } from '#tests/formats/sounds.ts'
import { srt } from './srt.ts'
import { vtt } from './vtt.ts'

const options = {
  dataset_type: DatasetType.speechParagraphs,
  labels: [],
  isSample: (path: string) => /\.(wav|mp3)$/i.test(path),
}

function said(start: string, end: string, content?: string, source?: string): RecordLabel {
  const property = {
    '@modelarts:start_time': start,
    '@modelarts:end_time': end,
    ...(source !== undefined && { '@modelarts:source': source }),
    ...(content !== undefined && { '@modelarts:content': content }),
  }
  return { name: 'speech', type: 202, property }
}

async function readLabels(format: Format, text: string, more = {}): Promise<RecordLabel[]> {
  const files = new MemoryFiles({ 'x.wav': '', [`x.${format.name}`]: text })
  const { records, faults } = await readRecords(format, files, { ...options, ...more })
  expect(faults).toEqual([])
  return records[0]!.labels
}

async function readIgnored(format: Format, text: string): Promise<readonly string[]> {
  const files = new MemoryFiles({ 'x.wav': '', [`x.${format.name}`]: text })
  const [item] = await Array.fromAsync(format.read(files, options))
  return (item as { ignored?: string[] }).ignored ?? []
}

const golden = [
  {
    format: srt,
    text: '1\n00:00:01,250 --> 00:00:03,900\nGood morning.\n\n2\n00:00:03,100 --> 99:59:59,999\nAGENT: two\nlines\n\n',
    labels: [
      said('00:00:01.250', '00:00:03.900', 'Good morning.'),
      said('00:00:03.100', '99:59:59.999', 'AGENT: two\nlines'),
    ],
  },
  {
    format: vtt,
    text: 'WEBVTT\n\n00:00:01.250 --> 00:00:03.900\n<v agent>Good &amp; &lt;bright&gt; morning.</v>\n\n00:00:03.100 --> 00:00:05.020\nHello.\n\n',
    labels: [
      said('00:00:01.250', '00:00:03.900', 'Good & <bright> morning.', 'agent'),
      said('00:00:03.100', '00:00:05.020', 'Hello.'),
    ],
  },
]

describe('cues beside sounds', () => {
  test.each(golden)('as $format.name are read as they stand and written back the same', async (one) => {
    expect(await readLabels(one.format, one.text)).toEqual(one.labels)
    const { files, losses } = await writeRecords(
      one.format,
      [{ path: 'a/x.wav', labels: one.labels, metadata: {} }],
      options,
    )
    expect(files.texts).toEqual({ 'a/x.wav': '', [`a/x.${one.format.name}`]: one.text })
    expect(losses).toEqual([])
  })

  test.each(golden)('as $format.name may begin with a mark, end lines with CRLF and have other names', async (one) => {
    const text = `\ufeff${one.text.replaceAll('\n', '\r\n')}`
    expect(await readLabels(one.format, text, { label_name: 'talk' })).toEqual(
      one.labels.map((label) => ({ ...label, name: 'talk' })),
    )
    expect(await readLabels(one.format, text.trimEnd(), { label_name: '' })).toEqual(
      one.labels.map(({ name: _, ...label }) => label),
    )
  })

  test.each([srt, vtt])('as $name: none is unlabelled, an empty file says that nobody speaks', async (format) => {
    const files = new MemoryFiles({ '1.wav': '', '2.wav': '', [`2.${format.name}`]: format === vtt ? 'WEBVTT' : '' })
    expect((await readRecords(format, files, options)).records).toEqual([
      { path: '1.wav', labels: [], metadata: {} },
      { path: '2.wav', labels: [], metadata: { '@muster:empty': 1 } },
    ])
  })

  test.each([srt, vtt])('as $name are written in the order of their beginnings', async (format) => {
    const labels = [said('00:00:05.000', '00:00:06.000', 'b'), said('00:00:01.000', '00:00:09.000', 'a')]
    const { files } = await writeRecords(format, [{ path: 'x.wav', labels, metadata: {} }], options)
    expect(await readLabels(format, files.texts[`x.${format.name}`]!)).toEqual([labels[1], labels[0]])
  })

  test.each([srt, vtt])('as $name come back but for what is said to be lost', async (format) => {
    for (const more of [{}, { label_name: 'cat' }, { label_name: '' }]) {
      await fc.assert(
        fc.asyncProperty(paragraphRecords, (found) => checkRoundTrip(format, found, { ...options, ...more })),
        { numRuns: 150 },
      )
    }
  })

  test.each([srt, vtt])('as $name are faults or cues whatever stands there', async (format) => {
    const piece = fc.constantFrom(
      ...['\n', '\n\n', '1', '00:00:01,000 --> 00:00:02.000', '-->', '<v', ' a', '>', '</v>', '&#', 'x0;', '{\\'],
      ...['NOTE', 'STYLE', '<i>', '00:02.000', 'constructor', '\ufeff', '\0', '😀', '\r'],
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        const text = (format === vtt ? 'WEBVTT\n\n' : '') + pieces.join('')
        const files = new MemoryFiles({ 'x.wav': '', [`x.${format.name}`]: text })
        const items = await Array.fromAsync(format.read(files, options))
        expect(items).toHaveLength(1)
      }),
    )
  })

  test.each([srt, vtt])('as $name are read on from any sound', async (format) => {
    const [good, bad] = [golden.find((one) => one.format === format)!.text, '00:00 --> x']
    const [one, two, four] = ['1', '2', 'b/4'].map((stem) => `${stem}.${format.name}`) as [string, string, string]
    const files = new MemoryFiles({
      ...{ '1.wav': '', '2.MP3': '', '3.wav': '', 'b/4.wav': '' },
      ...{ [one]: good, [two]: bad, [four]: good },
    })
    await checkGoingOn(format, files, options)
  })
})

describe('SubRip', () => {
  test('may lack numbers, thousandths, hours and blank lines between cues', async () => {
    const text =
      '00:01 --> 0:00:02.500\na\n7\n\n00:00:03,000-->00:00:04,000\n\n8\n1:00:05,000 --> 1:00:06,000\nb\n9\n1:00:07,000 --> 1:00:08,000 X1:1 X2:2'
    expect(await readLabels(srt, text)).toEqual([
      said('00:00:01.000', '00:00:02.500', 'a\n7'),
      said('00:00:03.000', '00:00:04.000'),
      said('01:00:05.000', '01:00:06.000', 'b'),
      said('01:00:07.000', '01:00:08.000'),
    ])
  })

  test('keeps blank lines within a text, and a number that ends it', async () => {
    const text =
      '1\n00:00:01,000 --> 00:00:02,000\n\n\na\n\n \nb\n7\n\n\n2\n00:00:03,000 --> 00:00:04,000\n7\n00:00:05,000 --> 00:00:06,000\n'
    expect((await readLabels(srt, text)).map(({ property }) => property!['@modelarts:content'])).toEqual([
      'a\n\n \nb\n7',
      '7',
      undefined,
    ])
  })

  test('is read without its formatting, and says so', async () => {
    const text =
      '1\n00:00:01,000 --> 00:00:02,000 X1:1\n{\\an8}<i>Is</i> 1 < 2, <font color="red">or</font> <b >not</B>? <x>'
    expect(await readLabels(srt, text)).toEqual([said('00:00:01.000', '00:00:02.000', 'Is 1 < 2, or not? <x>')])
    expect(await readIgnored(srt, text)).toEqual([
      'what stands behind the times in line 2 of x.srt',
      'formatting of the cue in line 2 of x.srt',
    ])
  })
})

describe('WebVTT', () => {
  test('passes over heads, styles, regions, notes, names and settings', async () => {
    const text = [
      'WEBVTT - a title\nKind: captions',
      'STYLE\n::cue { color: red }',
      'REGION\nid:fred',
      'NOTE 00:01.000 --> 00:02.000\nnot this one',
      'intro\n00:01.000 --> 00:02.000 align:start\na\n00:02.500 --> 00:03.000\nb',
    ]
    expect(await readLabels(vtt, text.join('\n\n'))).toEqual([
      said('00:00:01.000', '00:00:02.000', 'a'),
      said('00:00:02.500', '00:00:03.000', 'b'),
    ])
    expect(await readIgnored(vtt, text.join('\n\n'))).toEqual([
      ...['line 1', 'line 2', 'the block in line 4', 'the block in line 7', 'the block in line 10'].map(
        (what) => `${what} of x.vtt`,
      ),
      'what stands behind the times in line 14 of x.vtt',
    ])
    const styled = ['WEBVTT', '00:01.000 --> 00:02.000', 'STYLE\n00:02.000 --> 00:03.000\nc'].join('\n\n')
    expect(await readLabels(vtt, styled)).toEqual([
      said('00:00:01.000', '00:00:02.000'),
      said('00:00:02.000', '00:00:03.000', 'c'),
    ])
  })

  test('has a paragraph for each voice, and for what stands between them', async () => {
    const text =
      'WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud.first Ada &amp; Bob>One <i>two</i>\n<v caller>Three</v> four <c.x>five</c>'
    const times = ['00:00:01.000', '00:00:02.000'] as const
    expect(await readLabels(vtt, text)).toEqual([
      said(...times, 'One two', 'Ada & Bob'),
      said(...times, 'Three', 'caller'),
      said(...times, ' four five'),
    ])
    expect(await readIgnored(vtt, text)).toEqual(['formatting of the cue in line 3 of x.vtt'])
  })

  test('makes no arrow of the name of a voice', async () => {
    const labels = [said('00:00:01.000', '00:00:02.000', '--> x', 'a--')]
    const { files, losses } = await writeRecords(vtt, [{ path: 'x.wav', labels, metadata: {} }], options)
    expect(files.texts['x.vtt']).toContain('<v a-&#45;>--&gt; x</v>')
    expect(losses).toEqual([])
    expect(await readLabels(vtt, files.texts['x.vtt']!)).toEqual(labels)
  })

  test('has characters by name and number; what is neither is text', async () => {
    const text =
      'WEBVTT\n\n00:01.000 --> 00:02.000\na &lt; b &gt; c < d R&B &#39;&#x1F600;&#0;&#xD800;&#x110000;&none;&nbsp;x<00:01.500>'
    expect(await readLabels(vtt, text)).toEqual([
      said('00:00:01.000', '00:00:02.000', "a < b > c < d R&B '😀&#0;&#xD800;&#x110000;&none;\u00a0x"),
    ])
  })
})

test.each([
  [srt, 'hello\n\n1\n00:00:01,000 --> 00:00:02,000', 1, 'is text above the times of the first cue'],
  [srt, '\n\nhello', 3, 'is text above the times of the first cue'],
  [srt, '1\n2\n00:00:01,000 --> 00:00:02,000', 1, 'is text above the times of the first cue'],
  [srt, '1\n00:00:01,000 --> 00:00:02,000\nsee --> there', 3, 'holds an arrow, but not between two times'],
  [srt, '1\n00:00:01,5 --> 00:00:02,000', 2, 'holds an arrow'],
  [srt, '1\n00:60:01,000 --> 00:61:02,000', 2, 'holds an arrow'],
  [srt, '1\n-00:00:01,000 --> 00:00:02,000', 2, 'holds an arrow'],
  [srt, '1\n00:00:01,000 --> 100:00:00,000', 2, 'says a time outside 0 to 99:59:59.999'],
  [srt, `1\n00:00:01,000 --> ${'9'.repeat(400)}:00:00,000`, 2, 'says a time outside 0 to'],
  [srt, '1\n00:00:02,000 --> 00:00:02,000', 2, 'ends no later than it begins'],
  [srt, '1\n00:00:01,000 --> 00:00:02,000\n\0', 3, 'holds the character U+0000'],
  [srt, '\ufffe\0', 1, 'holds'],
  [vtt, '', 1, 'does not begin with WEBVTT'],
  [vtt, '\nWEBVTT', 1, 'does not begin with WEBVTT'],
  [vtt, 'WEBVTTX', 1, 'does not begin with WEBVTT'],
  [vtt, 'WEBVTT\n\n00:01.000 --> 00:02.000\na\n\nb', 6, 'begins a block without times'],
  [vtt, 'WEBVTT\n\nid\n\n00:01.000 --> 00:02.000', 3, 'begins a block without times'],
  [vtt, 'WEBVTT\n\nid\nb\n00:01.000 --> 00:02.000', 3, 'begins a block without times'],
  [vtt, 'WEBVTT\n\n00:03.000 --> 00:02.000', 3, 'ends no later than it begins'],
])('a fault of the whole sound: %#', async (format, text, line, reason) => {
  const files = new MemoryFiles({ 'x.wav': '', [`x.${format.name}`]: text, 'y.wav': '' })
  expect(await readRecords(format, files, options)).toEqual({
    records: [{ path: 'y.wav', labels: [], metadata: {} }],
    faults: [{ path: `x.${format.name}`, line, reason: expect.stringContaining(reason) }],
  })
})

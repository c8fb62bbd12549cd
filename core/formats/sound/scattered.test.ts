import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DatasetType } from '#contract/codes.ts'
import type { Format } from '#core/formats/format.ts'
import type { RecordLabel, SampleRecord } from '#core/formats/record.ts'
import { records } from '#tests/formats/arbitraries.ts'
import { checkGoingOn } from '#tests/formats/going-on.ts'
import { MemoryFiles } from '#tests/formats/memory-files.ts'
import { checkRoundTrip, readRecords, writeRecords } from '#tests/formats/round-trip.ts'
import { paragraphRecords } from '#tests/formats/sounds.ts'
import { asrJsonl } from './asr-jsonl.ts'
import { rttm } from './rttm.ts'

const { speechContent, speechParagraphs } = DatasetType
const optionsFor = (dataset_type: DatasetType) => ({
  dataset_type,
  labels: [],
  isSample: (path: string) => /\.wav$/i.test(path),
})
const options = optionsFor(speechParagraphs)

type Said = { source?: string; content?: string }

function turn(start: string, end: string, { source, content }: Said = {}, more = {}): RecordLabel {
  const property = {
    '@modelarts:start_time': start,
    '@modelarts:end_time': end,
    ...(source !== undefined && { '@modelarts:source': source }),
    ...(content !== undefined && { '@modelarts:content': content }),
  }
  return { name: 'speech', type: 202, ...more, property }
}

const sound = (path: string, labels: RecordLabel[] = [], more = {}): SampleRecord => ({
  path,
  labels,
  metadata: {},
  ...more,
})

async function readTree(format: Format, files: Record<string, string>, more: object = options) {
  return readRecords(format, new MemoryFiles(files), { ...options, ...more })
}

describe('RTTM', () => {
  test('is read as it stands and written back the same', async () => {
    const text =
      'SPEAKER x.1 1 1.250 2.650 <NA> <NA> agent <NA> <NA>\nSPEAKER x.1 1 3.100 0.001 <NA> <NA> <NA> 0.91 <NA>\n'
    const labels = [
      turn('00:00:01.250', '00:00:03.900', { source: 'agent' }),
      turn('00:00:03.100', '00:00:03.101', {}, { score: 0.91 }),
    ]
    const read = await readTree(rttm, { 'a/x.1.rttm': text, 'a/x.1.wav': '' })
    expect(read).toEqual({ records: [sound('a/x.1.wav', labels)], faults: [] })
    const { files, losses } = await writeRecords(rttm, read.records, options)
    expect(files.texts).toEqual({ 'a/x.1.rttm': text, 'a/x.1.wav': '' })
    expect(losses).toEqual([])
  })

  test('may be one file for many sounds, in other folders and in any order', async () => {
    const text = [
      ';; made by hand',
      'SPKR-INFO 1 1 <NA> <NA> <NA> unknown Ada <NA> <NA>',
      'SPEAKER 2 1 0 1e0 <NA> <NA> Ada <NA>',
      '\tSPEAKER   1 2 .5 1. hi adult Bob <NA> <NA> ',
      '',
      'SPEAKER 2 1 1 1 <NA> <NA> Bob <NA> <NA>\r',
    ].join('\n')
    const files = { 'rttm/all.rttm': text, 'wav/1.wav': '', 'wav/2.wav': '', 'wav/3.wav': '', 'wav/3.txt': '' }
    const options = optionsFor(speechParagraphs)
    expect(await Array.fromAsync(rttm.read(new MemoryFiles(files), options))).toEqual([
      {
        cursor: { path: 'wav/1.wav' },
        record: sound('wav/1.wav', [turn('00:00:00.500', '00:00:01.500', { source: 'Bob' })]),
        ignored: ['line 2 of rttm/all.rttm, of type SPKR-INFO', 'channel, words and kind in line 4 of rttm/all.rttm'],
      },
      {
        cursor: { path: 'wav/2.wav' },
        record: sound('wav/2.wav', [
          turn('00:00:00.000', '00:00:01.000', { source: 'Ada' }),
          turn('00:00:01.000', '00:00:02.000', { source: 'Bob' }),
        ]),
      },
      { cursor: { path: 'wav/3.wav' }, record: sound('wav/3.wav') },
    ])
  })

  test('names the sound beside it where several have its name', async () => {
    const line = 'SPEAKER 1 1 0 1 <NA> <NA> Ada <NA> <NA>\n'
    const files = { 'a/1.rttm': line, 'a/1.wav': '', 'b/1.wav': '', 'c.rttm': `\n${line}` }
    expect(await readTree(rttm, files)).toEqual({
      records: [sound('a/1.wav', [turn('00:00:00.000', '00:00:01.000', { source: 'Ada' })]), sound('b/1.wav')],
      faults: [
        {
          path: 'c.rttm',
          line: 2,
          reason: 'names "1", as both a/1.wav and b/1.wav are called',
        },
      ],
    })
  })

  test.each([
    ['SPEAKER 9 1 0 1 <NA> <NA> a <NA> <NA>', 'names "9", as no sound is called'],
    ['SPEAKER constructor 1 0 1 <NA> <NA> a <NA> <NA>', 'names "constructor", as no sound is called'],
    ['speaker 1 1 0 1 <NA> <NA> a <NA> <NA>', 'begins with "speaker"'],
    ['SPEAKER 1 1 0 1 <NA> <NA> a', 'has 8 fields instead of 10'],
    ['SPEAKER 1 1 0 1 <NA> <NA> \0 <NA> <NA>', 'holds the character U+0000'],
  ])('%s is a fault beside all sounds', async (line, reason) => {
    const { records: found, faults } = await readTree(rttm, { 'x.rttm': `;;\n${line}`, '1.wav': '' })
    expect(found).toEqual([sound('1.wav')])
    expect(faults).toEqual([{ path: 'x.rttm', line: 2, reason: expect.stringContaining(reason) }])
  })

  test.each([
    ['<NA> 1 <NA> <NA> a <NA>', 'has no start and duration'],
    ['-1 1 <NA> <NA> a <NA>', 'has no start and duration'],
    ['0x1 1 <NA> <NA> a <NA>', 'has no start and duration'],
    ['0 NaN <NA> <NA> a <NA>', 'has no start and duration'],
    ['0 1e999 <NA> <NA> a <NA>', 'has no start and duration'],
    ['0 1e300 <NA> <NA> a <NA>', 'says a time outside 0 to 99:59:59.999'],
    ['360000 1 <NA> <NA> a <NA>', 'says a time outside 0 to 99:59:59.999'],
    ['1 0.0004 <NA> <NA> a <NA>', 'ends no later than it begins'],
    ['0 1 <NA> <NA> a 1.5', 'has a score that is no number from 0 to 1'],
    ['0 1 <NA> <NA> a x', 'has a score that is no number from 0 to 1'],
  ])('a turn of %s is a fault of its sound', async (fields, reason) => {
    const text = `SPEAKER 1 1 0 1 <NA> <NA> a <NA> <NA>\nSPEAKER 1 1 ${fields} <NA>`
    const { records: found, faults } = await readTree(rttm, { 'x.rttm': text, '1.wav': '', '2.wav': '' })
    expect(found).toEqual([sound('2.wav')])
    expect(faults).toEqual([{ path: 'x.rttm', line: 2, reason: expect.stringContaining(reason) }])
  })

  test('comes back but for what is said to be lost', async () => {
    for (const more of [{}, { label_name: 'cat' }, { label_name: '' }]) {
      const all = { ...options, ...more }
      await fc.assert(
        fc.asyncProperty(paragraphRecords, (found) => checkRoundTrip(rttm, found, all)),
        { numRuns: 150 },
      )
    }
  })

  test('is read on from any place', async () => {
    const good = (name: string) => `SPEAKER ${name} 1 0 1 <NA> <NA> a <NA> <NA>\n`
    const files = new MemoryFiles({
      'a.rttm': `${good('1')}x\n${good('9')}${good('2')}${good('1')}`,
      'b/2.rttm': 'y\nSPEAKER 2 1 x 1 <NA> <NA> a <NA> <NA>\n',
      ...{ '1.wav': '', 'b/2.wav': '', 'b/3.wav': '' },
    })
    await checkGoingOn(rttm, files, options)
    await checkGoingOn(rttm, files, { ...options, file: 'a.rttm' })
    await checkGoingOn(rttm, files, { ...options, file: 'none.rttm' })
  })
})

describe('lines of JSON for sounds', () => {
  test('of contents are read as they stand and written back the same', async () => {
    const text =
      '{"audio_filepath":"a/1.wav","duration":2.35,"text":"Please hold the line."}\n{"audio_filepath":"a/2.wav","text":""}\n'
    const files = { 'manifest.jsonl': text, 'a/1.wav': '', 'a/2.wav': '', 'a/3.wav': '' }
    const content = (words: string): RecordLabel => ({ type: 201, property: { '@modelarts:content': words } })
    const read = await readTree(asrJsonl, files, optionsFor(speechContent))
    expect(read).toEqual({
      records: [
        sound('a/1.wav', [content('Please hold the line.')], { duration: 2350 }),
        sound('a/2.wav', [content('')]),
        sound('a/3.wav'),
      ],
      faults: [],
    })
    const written = await writeRecords(asrJsonl, read.records, optionsFor(speechContent))
    expect(written.files.texts).toEqual(files)
    expect(written.losses).toEqual([])
  })

  test('of paragraphs are read as they stand and written back the same', async () => {
    const text =
      '{"audio_filepath":"1.wav","offset":1.25,"duration":2.65,"text":"Good\\nmorning.","speaker":"agent"}\n{"audio_filepath":"1.wav","offset":3.1,"duration":0.001}\n'
    const labels = [
      turn('00:00:01.250', '00:00:03.900', { source: 'agent', content: 'Good\nmorning.' }),
      turn('00:00:03.100', '00:00:03.101'),
    ]
    const read = await readTree(asrJsonl, { 'manifest.jsonl': text, '1.wav': '' })
    expect(read).toEqual({ records: [sound('1.wav', labels)], faults: [] })
    const { files, losses } = await writeRecords(asrJsonl, read.records, options)
    expect(files.texts).toEqual({ 'manifest.jsonl': text, '1.wav': '' })
    expect(losses).toEqual([])
  })

  test('may lie elsewhere, in any order, with other keys', async () => {
    const text = [
      '{"audio_filepath":"/data/set/wav/2.wav","duration":1,"text":"c","speaker":7,"offset":null}',
      '{"audio_filepath":"wav/1.wav","offset":1.0,"duration":1.5,"text":"b","lang":"en"}',
      '{"audio_filepath":"..\\\\wav\\\\2.wav","offset":1,"duration":1}',
    ].join('\n')
    for (const [list, folder] of [
      ['lists/train_manifest.json', ''],
      ['top/train_manifest.json', 'top/'],
    ]) {
      const [one, two] = [`${folder}wav/1.wav`, `${folder}wav/2.wav`]
      const files = { [list!]: text, [one]: '', [two]: '', 'wav/2.txt': '' }
      expect(await Array.fromAsync(asrJsonl.read(new MemoryFiles(files), options))).toEqual([
        {
          cursor: { path: one },
          record: sound(one, [turn('00:00:01.000', '00:00:02.500', { content: 'b' })]),
          ignored: [`"lang" in line 2 of ${list}`],
        },
        {
          cursor: { path: two },
          record: sound(two, [
            turn('00:00:00.000', '00:00:01.000', { content: 'c', source: '7' }),
            turn('00:00:01.000', '00:00:02.000'),
          ]),
        },
      ])
    }
  })

  test.each([
    ['{"audio_filepath":"1.wav"', 'is not valid JSON'],
    ['[1]', 'is no JSON object'],
    ['{"audio_filepath":1}', 'has no audio_filepath'],
    ['{"__proto__":{"audio_filepath":"1.wav"}}', 'has no audio_filepath'],
    ['{"audio_filepath":"9.wav"}', 'names "9.wav", which is no sound of this source'],
    ['{"audio_filepath":"x.jsonl"}', 'names "x.jsonl", which is no sound of this source'],
  ])('%s is a fault beside all sounds', async (line, reason) => {
    const { records: found, faults } = await readTree(asrJsonl, { 'x.jsonl': `\n${line}`, '1.wav': '' })
    expect(found).toEqual([sound('1.wav')])
    expect(faults).toEqual([{ path: 'x.jsonl', line: 2, reason: expect.stringContaining(reason) }])
  })

  test.each([
    [speechParagraphs, '"text":"a"', 'has no duration'],
    [speechParagraphs, '"duration":0', 'ends no later than it begins'],
    [speechParagraphs, '"duration":"1"', 'has no number of seconds under "duration"'],
    [speechParagraphs, '"offset":-1,"duration":1', 'has no number of seconds under "offset"'],
    [speechParagraphs, '"offset":1e999,"duration":1', 'has no number of seconds under "offset"'],
    [speechParagraphs, '"offset":360000,"duration":1', 'says a time outside 0 to 99:59:59.999'],
    [speechParagraphs, '"duration":1,"text":1', 'has no text under "text"'],
    [speechParagraphs, '"duration":1,"speaker":1.5', 'has no text under "speaker"'],
    [speechParagraphs, '"duration":1,"text":"\\u0000"', 'holds the character U+0000 under "text"'],
    [speechContent, '"offset":1,"text":"a"', 'is of a part of a sound'],
    [speechContent, '"text":false', 'has no text under "text"'],
    [speechContent, '"text":"a"}\n{"audio_filepath":"1.wav"', 'names 1.wav again'],
  ])('of type %s with %s are faults of their sound', async (type, fields, reason) => {
    const text = `{"audio_filepath":"1.wav",${fields}}`
    const files = { 'x.jsonl': text, '1.wav': '', '2.wav': '' }
    const { records: found, faults } = await readTree(asrJsonl, files, optionsFor(type))
    expect(found).toEqual([sound('2.wav')])
    expect(faults).toEqual([
      { path: 'x.jsonl', line: text.split('\n').length, reason: expect.stringContaining(reason) },
    ])
  })

  test('come back but for what is said to be lost', async () => {
    for (const more of [{}, { label_name: '' }]) {
      await fc.assert(
        fc.asyncProperty(paragraphRecords, (found) => checkRoundTrip(asrJsonl, found, { ...options, ...more })),
        { numRuns: 150 },
      )
    }
    await fc.assert(
      fc.asyncProperty(records({ dataset_type: speechContent }), (found) =>
        checkRoundTrip(asrJsonl, found, optionsFor(speechContent)),
      ),
      { numRuns: 150 },
    )
  })

  test('are read on from any place', async () => {
    const line = (name: string, more = ',"duration":1') => `{"audio_filepath":"${name}.wav"${more}}\n`
    const files = new MemoryFiles({
      'a.jsonl': `${line('1')}x\n${line('9')}${line('b/2')}${line('1')}`,
      'b.jsonl': `${line('b/3', '')}[]`,
      ...{ '1.wav': '', 'b/2.wav': '', 'b/3.wav': '', 'b/4.wav': '' },
    })
    await checkGoingOn(asrJsonl, files, options)
    await checkGoingOn(asrJsonl, files, { ...options, file: 'a.jsonl' })
    await checkGoingOn(asrJsonl, files, { ...options, file: 'none.jsonl' })
  })
})

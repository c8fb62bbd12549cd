import fc from 'fast-check'
import { DatasetType } from '#contract/codes.ts'
import type { SampleRecord } from '#core/formats/record.ts'
import { records } from './arbitraries.ts'

type Label = SampleRecord['labels'][0]

/** What formats of speech take for something else than words: arrows, numbers, tags, references, ends of lines. */
const words: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      ...[
        '-',
        '--',
        '--->',
        '>',
        '<',
        '/',
        '7',
        '\n',
        '\n\n',
        '\r',
        ' ',
        'Ada',
        '00:00:01.000 --> 00:00:02.000',
        '<i>',
        '</b>',
      ],
      ...[
        '<v Bob>',
        '</v>',
        '&amp;',
        '&',
        '#65;',
        '{\\',
        '}',
        '<NA>',
        'NOTE',
        'WEBVTT',
        ';;',
        '\t',
        '\u00a0',
        '\ufeff',
      ],
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''))

const said = fc.array(fc.record({ '@modelarts:content': words, '@modelarts:source': words }, { requiredKeys: [] }), {
  minLength: 3,
  maxLength: 3,
})

/** Sounds with everything, their paragraphs in the order of their beginnings: formats of speech keep no other. */
export const paragraphRecords: fc.Arbitrary<SampleRecord[]> = fc
  .tuple(records({ dataset_type: DatasetType.speechParagraphs }), said)
  .map(([found, hard]) =>
    found.map((record) => {
      const labels = record.labels.map((label, at) => ({ ...label, property: { ...label.property, ...hard[at] } }))
      return { ...record, labels: labels.sort((a, b) => startOf(a).localeCompare(startOf(b))) }
    }),
  )

function startOf({ property }: Label): string {
  return String(property?.['@modelarts:start_time'])
}

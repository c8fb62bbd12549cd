import fc from 'fast-check'
import { DatasetType, SAMPLE_USAGES, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { compareKeys } from '#core/codecs/object-path.ts'
import type { SampleRecord } from '#core/formats/record.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import { codePointLength } from '#core/text/code-points.ts'
import { json, labelsFor, note } from './label-arbitraries.ts'

type Property = Record<string, unknown>

/**
 * Records of a dataset of that type with everything they may hold, in the order of their paths and lines. Paths are
 * distinct, stems need not be. Texts are the lines 1, 2, … of `texts`, or else of two files.
 */
export function records(options: { dataset_type: DatasetType; texts?: string }): fc.Arbitrary<SampleRecord[]> {
  const { dataset_type, texts } = options
  if (!TEXT_DATASET_TYPES.includes(dataset_type)) {
    return fc
      .uniqueArray(pathFor(dataset_type), { maxLength: 5 })
      .chain((paths) => fc.tuple(...paths.sort(compareKeys).map((path) => fileRecord(dataset_type, path))))
  }
  const lines = fc.array(textRecord(dataset_type), { maxLength: 5 })
  if (texts !== undefined) return lines.map((found) => linesOf(texts, found))
  return fc.tuple(lines, lines).map(([one, two]) => [...linesOf('a.txt', one), ...linesOf('b/ö x.txt', two)])
}

/** A text without a character that cannot be stored; line ends in it are rare. */
export const text: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      {
        weight: 20,
        arbitrary: fc.constantFrom('Ada', ' ', ' ', 'wrote', '深圳', '😀', ',', '\t', '"', "'", '👩‍🚀', 'e\u0301'),
      },
      {
        weight: 4,
        arbitrary: fc.constantFrom('a_b', '=', '-', '\u2028', '\u00a0', '__label__x', '\\', '\\n', '|', '<b>'),
      },
      { weight: 1, arbitrary: fc.constantFrom('\n', '\r', '\u0001', '\ufeff', '\u0085') },
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join(''))
  .filter((found) => found.trim() !== '' && !found.startsWith('\ufeff'))

const sizes: fc.Arbitrary<ImageSize> = fc.constantFrom<ImageSize[]>([100, 50, 3], [8, 8, 1], [1281, 719, 4])

const endings: Partial<Record<DatasetType, string[]>> = {
  [DatasetType.soundClassification]: ['.wav', '.WAV'],
  [DatasetType.speechContent]: ['.wav'],
  [DatasetType.speechParagraphs]: ['.wav'],
  [DatasetType.table]: ['.csv'],
  [DatasetType.free]: ['.bin', '', '.tar.gz'],
}

function pathFor(dataset_type: DatasetType): fc.Arbitrary<string> {
  const folder = fc.constantFrom('', '', 'a/', 'b/c/', 'cat/', 'ö x/')
  const stem = fc.constantFrom('1', '2', '10', 'x.y', '猫', 'a b', "q'&<", 'a,b"c', '-x', '#1', '{}', '😀')
  const ending = fc.constantFrom(...(endings[dataset_type] ?? ['.jpg', '.jpg', '.png', '.JPEG']))
  return fc.tuple(folder, stem, ending).map((parts) => parts.join(''))
}

function linesOf(path: string, found: readonly SampleRecord[]): SampleRecord[] {
  return found.map((record, index) => ({ ...record, path, line: index + 1 }))
}

function fileRecord(dataset_type: DatasetType, path: string): fc.Arbitrary<SampleRecord> {
  const isPicture = dataset_type <= DatasetType.imageSegmentation || dataset_type === DatasetType.video
  const isSound = dataset_type >= DatasetType.soundClassification && dataset_type <= DatasetType.speechParagraphs
  return fc
    .tuple(
      isPicture ? sizes : fc.constant(undefined),
      isSound ? fc.integer({ min: 1, max: 10_000 }) : fc.constant(undefined),
    )
    .chain(([size, duration]) =>
      fc
        .tuple(labelsFor(dataset_type, { size, duration }), head(dataset_type))
        .map(([labels, more]) =>
          finish({ path, ...(size && { size }), ...(duration && { duration }), ...more, labels }),
        ),
    )
}

function textRecord(dataset_type: DatasetType): fc.Arbitrary<SampleRecord> {
  return text.chain((found) =>
    fc
      .tuple(labelsFor(dataset_type, { length: codePointLength(found) }), head(dataset_type))
      .map(([labels, more]) => finish({ path: '', text: found, ...more, labels })),
  )
}

/** Nothing to mark, and labels to confirm, are said only where they are true. */
function finish(record: SampleRecord): SampleRecord {
  const { unconfirmed, metadata, ...others } = record
  const { '@muster:empty': _, ...rest } = metadata
  return record.labels.length > 0
    ? { ...others, metadata: rest, ...(unconfirmed && { unconfirmed }) }
    : { ...others, metadata }
}

function head(dataset_type: DatasetType): fc.Arbitrary<Omit<SampleRecord, 'path' | 'labels'>> {
  const mayBeHard = dataset_type === DatasetType.imageClassification || dataset_type === DatasetType.objectDetection
  return fc
    .tuple(
      fc.record(
        {
          id: fc.constantFrom('5f0c1e7a9b3d4c2e8f6a1b2c3d4e5f60', '猫.000000001'),
          usage: fc.constantFrom(...SAMPLE_USAGES),
        },
        { requiredKeys: [] },
      ),
      mayBeHard ? fc.constantFrom({}, {}, { unconfirmed: true as const }) : fc.constant({}),
      metadataFor(dataset_type, mayBeHard),
    )
    .map(([named, waiting, metadata]) => ({ ...named, ...waiting, metadata }))
}

function metadataFor(dataset_type: DatasetType, mayBeHard: boolean): fc.Arbitrary<Property> {
  const common = {
    '@muster:empty': fc.constantFrom(1),
    '@modelarts:import_origin': fc.constantFrom(0, 1),
    '@muster:note': json,
    city: note,
    'a.b c': json,
  }
  const hard = {
    '@modelarts:hard': fc.boolean(),
    '@modelarts:hard_coefficient': fc.constantFrom(0, 0.25, 1),
    '@modelarts:hard_reasons': fc.constantFrom([], [3], [3, 20, 21]),
  }
  const frame = {
    '@modelarts:parent_source': fc.constantFrom('/cams/gate.mp4', 'gate.mp4'),
    '@modelarts:parent_duration': fc.constantFrom(12.04, 60),
    '@modelarts:time_in_video': fc.constantFrom(0, 2.48, 11.999),
  }
  const schema = { '@modelarts:schema': fc.constant({ sepal_length: 'double', species: 'string' }) }
  const isFrame = dataset_type === DatasetType.video
  return fc.record(
    {
      ...common,
      ...(mayBeHard && hard),
      ...(isFrame && frame),
      ...(dataset_type === DatasetType.table && schema),
    },
    { requiredKeys: isFrame ? (Object.keys(frame) as never[]) : [] },
  ) as fc.Arbitrary<Property>
}

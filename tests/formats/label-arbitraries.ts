import fc from 'fast-check'
import { DatasetType, LabelType, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { encodeFeature } from '#core/codecs/shape.ts'
import { encodeTime } from '#core/codecs/time.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import { shapeIn } from '#tests/labels/shapes.ts'

type Property = Record<string, unknown>

/** Names of labels: mostly what the contract takes with the type, at times what other tools write there. */
export function labelName(dataset_type: DatasetType): fc.Arbitrary<string> {
  const plain = fc.constantFrom('cat', 'dog', 'Größe_2', '猫', 'a-b', '0')
  const foreign = fc.constantFrom('traffic light', 'a,b', 'R&B', '<b>', 'a/b', '..', 'x "y"', 'a=b;c', 'constructor')
  const wild = fc.constantFrom('😀', ' bird', 'B-PER', 'a\u2028b', '-', '__label__x', 'x\u00a0', 'e\u0301', "o'c", '#')
  return fc.oneof(
    { weight: 6, arbitrary: plain },
    { weight: 1, arbitrary: foreign },
    { weight: TEXT_DATASET_TYPES.includes(dataset_type) ? 2 : 0, arbitrary: wild },
  )
}

/** Texts as people write them into notes and attributes: separators, quotes, line ends, emoji, what looks like a formula. */
export const note: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    'red',
    ' ',
    '0',
    'true',
    'null',
    '=1+1',
    '@x',
    'a,b\t"c"; d',
    'a\r\nb\n',
    '😀 👩‍🚀',
    "<i>&amp;'",
    '\ufeff',
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
)

/** What a key of ours or of the user's may hold: any JSON but null itself. */
export const json: fc.Arbitrary<unknown> = fc.oneof(
  note,
  fc.constantFrom<unknown>(0, 1, -2.5, 1e21, 5e-7, true, false, [], {}, ['a', null], { a: { b: [1] } }, [[1, 2], [3]]),
)

/** What the place of a label depends on. */
export type Place = { size?: ImageSize; duration?: number; length?: number }

/** Labels of one sample. */
export function labelsFor(dataset_type: DatasetType, place: Place): fc.Arbitrary<RecordLabel[]> {
  const type = dataset_type as LabelType
  switch (dataset_type) {
    case DatasetType.table:
    case DatasetType.free:
      return fc.constant([])
    case DatasetType.textTriplets:
      return triplets(place.length!)
    case DatasetType.speechContent:
      return fc.array(labelOf(type, { property: said }), { maxLength: 1 }).map(withOwnIds)
    case DatasetType.namedEntities:
      return entities(type, place.length!)
    case DatasetType.imageClassification:
    case DatasetType.textClassification:
    case DatasetType.soundClassification:
      return fc
        .uniqueArray(labelOf(type, { name: labelName(dataset_type) }), { maxLength: 3, selector: ({ name }) => name })
        .map(withOwnIds)
    case DatasetType.speechParagraphs:
      return fc.array(paragraph(place.duration!), { maxLength: 4 }).map(withOwnIds)
    default:
      return fc
        .array(labelOf(type, { name: labelName(dataset_type), property: placeIn(dataset_type, place.size!) }), {
          maxLength: 5,
        })
        .map(withOwnIds)
  }
}

const said = note.map((content): Property => ({ '@modelarts:content': content }))

function placeIn(dataset_type: DatasetType, size: ImageSize): fc.Arbitrary<Property> {
  return fc
    .tuple(shapeIn(size), fc.boolean())
    .filter(([{ shape }]) => dataset_type !== DatasetType.imageSegmentation || shape === 'polygon')
    .map(([shape, isRound]) => {
      const feature = encodeFeature(shape)
      const round = feature.map((point) => point.map(Math.round))
      // Whole numbers where the shape stays one: most files hold nothing else.
      const keeps = shape.shape === 'bndbox' && round[0]![0]! < round[1]![0]! && round[0]![1]! < round[1]![1]!
      return {
        '@modelarts:shape': shape.shape,
        '@modelarts:feature': structuredClone(isRound && keeps ? round : feature),
      }
    })
}

function entities(type: LabelType, length: number): fc.Arbitrary<RecordLabel[]> {
  return fc
    .uniqueArray(labelOf(type, { name: labelName(DatasetType.namedEntities), property: spanIn(length) }), {
      maxLength: 4,
      selector: ({ name, property }) =>
        `${property!['@modelarts:start_index']} ${property!['@modelarts:end_index']} ${name}`,
    })
    .map(withOwnIds)
}

function spanIn(length: number): fc.Arbitrary<Property> {
  return fc.tuple(fc.nat(length - 1), fc.integer({ min: 1, max: length })).map(([start, count]) => ({
    '@modelarts:start_index': start,
    '@modelarts:end_index': Math.min(start + count, length),
  }))
}

/** Relations stand behind, between or before the entities they join. */
function triplets(length: number): fc.Arbitrary<RecordLabel[]> {
  const relation = labelOf(LabelType.tripletRelation, { name: labelName(DatasetType.textTriplets) })
  return fc
    .tuple(
      entities(LabelType.tripletEntity, length),
      fc.array(fc.tuple(relation, fc.nat(3), fc.nat(3)), { maxLength: 3 }),
      fc.boolean(),
    )
    .map(([found, joins, isFirst]) => {
      const ends = found.map((entity, index) => ({ ...entity, id: `E${index + 1}` }))
      const relations = joins.flatMap(([label, from, to], index): RecordLabel[] => {
        if (from === to || from >= ends.length || to >= ends.length) return []
        const property = { ...label.property, '@modelarts:from': ends[from]!.id, '@modelarts:to': ends[to]!.id }
        return [{ ...label, id: `R${index + 1}`, property }]
      })
      return isFirst ? [...relations, ...ends] : [...ends, ...relations]
    })
}

function paragraph(duration: number): fc.Arbitrary<RecordLabel> {
  const time = fc.tuple(fc.nat(duration - 1), fc.integer({ min: 1, max: duration })).map(([start, length]) => ({
    '@modelarts:start_time': encodeTime(start),
    '@modelarts:end_time': encodeTime(Math.min(start + length, duration)),
  }))
  const said = fc.record({ '@modelarts:source': note, '@modelarts:content': note }, { requiredKeys: [] })
  const property = fc.tuple(time, said).map(([times, words]) => ({ ...times, ...words }))
  return fc.oneof(
    labelOf(LabelType.speechParagraph, { property }),
    labelOf(LabelType.speechParagraph, { name: labelName(DatasetType.speechParagraphs), property }),
  )
}

function labelOf(
  type: LabelType,
  given: { name?: fc.Arbitrary<string>; property?: fc.Arbitrary<Property> },
): fc.Arbitrary<RecordLabel> {
  const own = given.property ?? fc.constant({})
  const more = fc.record(
    {
      id: fc.constant(''),
      score: fc.constantFrom(0, 0.25, 0.91, 1),
      annotated_by: fc.constantFrom(
        'human',
        'human/lea@example.org',
        'human/acme/lea',
        'auto',
        'auto/modelarts/active-learning',
      ),
      creation_time: fc.constantFrom(1_772_442_900_000, 0, 1_772_442_900_123),
    },
    { requiredKeys: [] },
  )
  return fc
    .tuple(given.name ?? fc.constant(undefined), own, attributesOf(type), more)
    .map(([name, place, attributes, rest]) => ({
      ...(name !== undefined && { name }),
      type,
      ...rest,
      property: { ...place, ...attributes },
    })) as fc.Arbitrary<RecordLabel>
}

function attributesOf(type: LabelType): fc.Arbitrary<Property> {
  const marks = {
    '@modelarts:hard': fc.constantFrom('0', '1', 'true', 'false'),
    '@modelarts:hard_coefficient': fc.constantFrom('0', '0.6', '1'),
    '@modelarts:hard_reasons': fc.constantFrom('3', '3-20-21'),
  }
  const flags = {
    pose: fc.constantFrom<unknown>('Unspecified', 'Left', 0),
    truncated: fc.constantFrom<unknown>('0', '1', true),
    occluded: fc.constantFrom<unknown>('0', '1', 1),
    difficult: fc.constantFrom<unknown>('0', '1'),
    '@modelarts:clockwise_angle': fc.constantFrom<unknown>('30', 12.5),
    '@modelarts:rotate_background': fc.constantFrom<unknown>('0'),
  }
  const isDrawn = type === LabelType.objectDetection || type === LabelType.imageSegmentation || type === LabelType.video
  const mayBeHard = type === LabelType.imageClassification || type === LabelType.objectDetection
  const all = {
    colour: note,
    'a b': note,
    '<x>': note,
    '@muster:group': fc.constantFrom<unknown>('g1', 1),
    '@muster:note': json,
    ...(isDrawn && flags),
    ...(mayBeHard && marks),
  }
  const some = fc.record(all, { requiredKeys: [] }) as fc.Arbitrary<Property>
  return fc.oneof(fc.constant({}), some)
}

/** Ids are unique within a sample, and few labels have one. */
function withOwnIds(labels: readonly RecordLabel[]): RecordLabel[] {
  return labels.map((label, index) => (label.id === undefined ? label : { ...label, id: `l${index + 1}` }))
}

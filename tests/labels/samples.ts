import fc from 'fast-check'
import { encodeFeature } from '#core/codecs/shape.ts'
import { encodeTime } from '#core/codecs/time.ts'
import type { Given } from './reading.ts'
import { shapeIn } from './shapes.ts'

/** Labels that `read` of reading.ts must accept, for every dataset type that has labels. */
export function labelsOf(dataset_type: number): fc.Arbitrary<Given[]> {
  if (dataset_type === 102) return triplets
  if (dataset_type === 201) return fc.string().map((content) => [{ property: { '@modelarts:content': content } }])
  const label = fc.tuple(names, position(dataset_type), attributes, hardMarks(dataset_type), rest)
  const labels = label.map(([name, place, attribute, marks, more]): Given => {
    const property = { ...place, ...marks, ...(name === 'dog' && attribute) }
    const isNamed = dataset_type !== 202 || name === 'dog'
    return { ...more, ...(isNamed && { name }), property }
  })
  if (dataset_type !== 101) return fc.array(labels, { maxLength: 6 })
  return fc.uniqueArray(labels, {
    maxLength: 6,
    selector: ({ name, property }) => `${name} ${spanOf(property as Property)}`,
  })
}

type Property = Record<string, unknown>

const names = fc.constantFrom('cat', 'dog')
const spanOf = (property: Property) => [property['@modelarts:start_index'], property['@modelarts:end_index']].join('-')

const attributes = fc.record(
  {
    colour: fc.constantFrom('red', 'blue'),
    note: fc.string(),
    seen: fc.constant('no'),
    occluded: fc.constantFrom('0', '1'),
  },
  { requiredKeys: [] },
)

const rest = fc.record(
  {
    score: fc.constantFrom(0, 0.25, 1),
    id: fc.string({ minLength: 1 }),
    annotated_by: fc.constantFrom('human', 'auto'),
  },
  { requiredKeys: [] },
)

function hardMarks(dataset_type: number): fc.Arbitrary<Property> {
  if (dataset_type > 1) return fc.constant({})
  return fc.record(
    {
      '@modelarts:hard': fc.constantFrom('0', '1', 'true', 'false'),
      '@modelarts:hard_coefficient': fc.constantFrom('0.0', '0.6', '1'),
      '@modelarts:hard_reasons': fc.constantFrom('', '3', '3-20-21'),
    },
    { requiredKeys: [] },
  )
}

function position(dataset_type: number): fc.Arbitrary<Property> {
  switch (dataset_type) {
    case 1:
    case 3:
    case 600:
      return shapeIn([100, 50, 3])
        .filter(({ shape }) => dataset_type !== 3 || shape === 'polygon')
        .map((shape) => ({ '@modelarts:shape': shape.shape, '@modelarts:feature': encodeFeature(shape) }))
    case 101:
      return span
    case 202:
      return fc.tuple(fc.nat(9998), fc.integer({ min: 1, max: 9999 })).map(([start, length]) => ({
        '@modelarts:start_time': encodeTime(start),
        '@modelarts:end_time': encodeTime(Math.min(start + length, 10_000)),
      }))
    default:
      return fc.constant({})
  }
}

const span = fc
  .tuple(fc.nat(29), fc.integer({ min: 1, max: 30 }))
  .map(([start, length]) => ({ '@modelarts:start_index': start, '@modelarts:end_index': Math.min(start + length, 30) }))

/** Persons and machines with ids of their own, then relations from one of the first to one of the second. */
const triplets: fc.Arbitrary<Given[]> = fc
  .tuple(
    fc.uniqueArray(span, { minLength: 1, maxLength: 4, selector: spanOf }),
    fc.uniqueArray(span, { minLength: 1, maxLength: 4, selector: spanOf }),
    fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 4 }),
  )
  .map(([persons, machines, pairs]) => [
    ...persons.map((property, i) => ({ name: 'Person', id: `p${i}`, property })),
    ...machines.map((property, i) => ({ name: 'Machine', id: `m${i}`, property })),
    ...pairs.map(([from, to]) => ({
      name: 'wrote',
      property: { '@modelarts:from': `p${from % persons.length}`, '@modelarts:to': `m${to % machines.length}` },
    })),
  ])

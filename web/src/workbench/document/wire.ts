import { SHAPES, type Shape as ShapeName } from '#contract/codes.ts'
import type { SampleLabel, SampleMetadataChange } from '#contract/samples.ts'
import { decodeShape, encodeFeature } from '#core/codecs/shape.ts'
import { keys } from '#core/labels/property-keys.ts'
import type { Content, Place, WorkLabel } from './label.ts'
import { areEqual } from './step.ts'

/** What a sample of the wire says about labels and metadata; also the form of a draft. */
type Described = { labels?: readonly SampleLabel[]; metadata?: Readonly<Record<string, unknown>> }

/**
 * Reads the labels of a sample. A label without id, or with one that is taken, is given `L1`, `L2`…: the same for
 * everyone who reads the same labels, so that merges find them. A place that cannot be read stays in the property.
 */
export function readContent(sample: Described): Content {
  const given = sample.labels ?? []
  const sent = new Set(given.map(({ id }) => id))
  const taken = new Set<string>()
  let number = 0
  const labels = given.map((label) => {
    let id = label.id
    if (!id || taken.has(id)) {
      do id = `L${++number}`
      while (sent.has(id))
    }
    taken.add(id)
    return readLabel(id, label)
  })
  return { labels, metadata: sample.metadata ?? {} }
}

type Property = WorkLabel['property']

function readLabel(id: string, wire: SampleLabel): WorkLabel {
  const { id: _, property = {}, ...rest } = wire
  return { ...rest, id, ...readPlace(property) }
}

function readPlace(given: Property): { place: Place; property: Property } {
  const name = (given[keys.shape] || 'bndbox') as ShapeName
  if (given[keys.feature] !== undefined && SHAPES.includes(name)) {
    const shape = decodeShape(name, given[keys.feature])
    if (typeof shape !== 'string') {
      return { place: { kind: 'shape', shape }, property: without(given, [keys.shape, keys.feature]) }
    }
  }
  const { [keys.startIndex]: start, [keys.endIndex]: end, [keys.from]: from, [keys.to]: to } = given
  if (Number.isInteger(start) && Number.isInteger(end)) {
    const place = { kind: 'span', start: start as number, end: end as number } as const
    return { place, property: without(given, [keys.startIndex, keys.endIndex]) }
  }
  if (typeof from === 'string' && typeof to === 'string') {
    return { place: { kind: 'relation', from, to }, property: without(given, [keys.from, keys.to]) }
  }
  return { place: { kind: 'none' }, property: given }
}

function without(property: Property, gone: readonly string[]): Property {
  return Object.fromEntries(Object.entries(property).filter(([key]) => !gone.includes(key)))
}

/** Labels as a save or a draft sends them, lowest first. */
export function writeLabels(content: Content): SampleLabel[] {
  return content.labels.map(({ place, property, ...rest }) => ({
    ...rest,
    property: { ...property, ...writePlace(place) },
  }))
}

function writePlace(place: Place): Record<string, unknown> {
  switch (place.kind) {
    case 'shape':
      return { [keys.shape]: place.shape.shape, [keys.feature]: encodeFeature(place.shape) }
    case 'span':
      return { [keys.startIndex]: place.start, [keys.endIndex]: place.end }
    case 'relation':
      return { [keys.from]: place.from, [keys.to]: place.to }
    case 'none':
      return {}
  }
}

/** What a save says about metadata: the keys that differ from what the server has, null for those taken away (D24). */
export function metadataChange(server: Content['metadata'], mine: Content['metadata']): SampleMetadataChange {
  const change: Record<string, unknown> = {}
  for (const key of Object.keys(server)) if (!Object.hasOwn(mine, key)) change[key] = null
  for (const [key, value] of Object.entries(mine)) {
    if (!Object.hasOwn(server, key) || !areEqual(server[key], value)) change[key] = value
  }
  return change
}

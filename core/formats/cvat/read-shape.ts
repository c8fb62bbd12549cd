import { LabelType } from '#contract/codes.ts'
import { faultOfText, quote } from '#contract/text.ts'
import { groupKey } from '#core/formats/extension-keys.ts'
import { decodeExtension } from '#core/formats/extension-text.ts'
import { type PlaceRules, placeProperty } from '#core/formats/places/place.ts'
import { readAttributes } from '#core/formats/read-attributes.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import type { XmlElement } from '#core/formats/xml.ts'
import { isExtensionKey } from '#core/labels/property-keys.ts'
import { drawn, readPlaces } from './cvat-shapes.ts'

/** The text of a `z_order` that is not 0, which every shape has. */
export const orderText = /^-?[1-9]\d{0,8}$/

/**
 * The labels of an image or of a frame, in the order of their elements: its tags for classification, else its shapes.
 * Answers the end of a sentence about the first that is wrong, and its line. What has no place is told to `ignored`.
 */
export function readShapes(
  elements: readonly XmlElement[],
  rules: PlaceRules,
  ignored: string[],
): { labels: RecordLabel[] } | { fault: string; line: number } {
  const isClassified = rules.type === LabelType.imageClassification
  const labels: RecordLabel[] = []
  for (const element of elements) {
    const { name, line } = element
    if (isClassified ? name !== 'tag' : !drawn.has(name)) {
      ignored.push(`<${name}> in line ${line}`)
      continue
    }
    const read = readShape(element, { ...rules, groupName: `points-${labels.length + 1}` }, ignored)
    if (typeof read === 'string') return { fault: `<${name}> that ${read}`, line }
    labels.push(...read)
  }
  return { labels }
}

/** The labels of one element; points that have no group are one by `groupName`. */
export function readShape(
  element: XmlElement,
  rules: PlaceRules & { groupName: string },
  ignored: string[],
): RecordLabel[] | string {
  const { label: name = '', source } = element.attributes
  if (name.trim() === '') return 'has no label'
  const fault = faultOfText(name)
  if (fault !== undefined) return `has a label with ${fault}`
  const places = element.name === 'tag' ? [undefined] : readPlaces(element, rules)
  if (typeof places === 'string') return places
  const property = readProperty(element, rules.type, ignored)
  if (typeof property === 'string') return property
  if (places.length > 1 && !property.has(groupKey)) property.set(groupKey, rules.groupName)
  const by = source === 'auto' ? 'auto' : source === 'manual' ? 'human' : undefined
  if (source && by === undefined) ignored.push(`the source ${quote(source)}`)
  return places.map((place): RecordLabel => {
    const all = { ...(place && placeProperty(place)), ...Object.fromEntries(property) }
    return { name, type: rules.type, ...(by !== undefined && { annotated_by: by }), property: all }
  })
}

/** What an `<attribute>` says goes before what every shape says in passing. */
function readProperty(element: XmlElement, type: LabelType, ignored: string[]): Map<string, unknown> | string {
  const { occluded, z_order, group_id } = element.attributes
  const property = new Map<string, unknown>()
  if (occluded === '1') property.set('occluded', '1')
  if (z_order !== undefined && orderText.test(z_order)) property.set('z_order', z_order)
  if (group_id !== undefined && /^[1-9]\d{0,14}$/.test(group_id)) property.set(groupKey, Number(group_id))
  const given = new Map<string, unknown>()
  for (const child of element.children) {
    const key = child.name === 'attribute' ? child.attributes.name : undefined
    if (key === undefined) ignored.push(`<${child.name}> in line ${child.line}`)
    else if (given.has(key)) return `has the attribute ${quote(key)} twice`
    else given.set(key, isExtensionKey(key) ? decodeExtension(child.text) : child.text)
  }
  const fault = readAttributes(Object.fromEntries(given), property, { type, ignored })
  return fault ?? property
}

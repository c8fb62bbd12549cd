import type { LabelType } from '#contract/codes.ts'
import { faultOfText, quote } from '#contract/text.ts'
import { isCoefficient } from '#core/codecs/hard.ts'
import { groupKey } from '#core/formats/extension-keys.ts'
import { isObject, type JsonObject } from '#core/formats/json-object.ts'
import { type PlaceRules, placeProperty } from '#core/formats/places/place.ts'
import { readAttributes } from '#core/formats/read-attributes.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import { type MaskPixels, readPlace } from './labelme-shapes.ts'

/**
 * The label of a shape of LabelMe, or the end of a sentence about what is wrong with it. `attributes` and `score` are not
 * LabelMe's own, but it keeps them. What has no place is told to `ignored`.
 */
export function readShape(
  given: unknown,
  rules: PlaceRules,
  { mask, ignored = [] }: { mask?: MaskPixels | undefined; ignored?: string[] } = {},
): RecordLabel | string {
  if (!isObject(given)) return 'is no object'
  const { label: name } = given
  if (typeof name !== 'string' || name.trim() === '') return 'has no label'
  const fault = faultOfText(name)
  if (fault !== undefined) return `has a label with ${fault}`
  const place = readPlace(given, rules, mask)
  if (typeof place === 'string') return place
  const score = given.score ?? undefined
  if (score !== undefined && !isCoefficient(score)) return 'has a score that is no number from 0 to 1'
  const more = readProperty(given, rules.type, ignored)
  if (typeof more === 'string') return more
  const property = { ...placeProperty(place), ...Object.fromEntries(more) }
  return { name, type: rules.type, ...(score !== undefined && { score }), property }
}

function readProperty(given: JsonObject, type: LabelType, ignored: string[]): Map<string, unknown> | string {
  const { group_id, description, flags, attributes } = given
  const property = new Map<string, unknown>()
  if (Number.isSafeInteger(group_id)) property.set(groupKey, group_id)
  else if (group_id !== undefined && group_id !== null) ignored.push('a group_id that is no whole number')
  if (typeof description === 'string') {
    const fault = faultOfText(description)
    if (fault !== undefined) return `has a description with ${fault}`
    if (description !== '') property.set('description', description)
  }
  if (flags !== undefined && flags !== null) {
    if (!isObject(flags)) return 'has flags that are no object'
    const [key] = Object.entries(flags).find(([, value]) => typeof value !== 'boolean') ?? []
    if (key !== undefined) return `has a flag ${quote(key)} that is neither true nor false`
  }
  return (
    readAttributes(flags, property, { type, ignored }) ??
    readAttributes(attributes, property, { type, ignored }) ??
    property
  )
}

import type { DatasetType } from '#contract/codes.ts'
import { faultOfText, quote } from '#contract/text.ts'
import type { JsonObject } from '#core/formats/json-object.ts'
import type { OffsetUnit } from '#core/formats/text-span.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import type { Said } from './read-said.ts'

/** What results are read with. */
export type ResultRules = {
  dataset_type: DatasetType
  /** The text that is labelled, and how places in it are counted. */
  text: string
  unit: OffsetUnit
  size: ImageSize | undefined
  /** What is true of all labels of an annotation that do not say otherwise. */
  maker: Said
  /** Is told of what has no place. */
  ignored: string[]
}

/** Results of one id say together what a region is. */
export type Group = { id?: string; results: JsonObject[] }

export function idOf(value: unknown): string | undefined {
  if (Number.isSafeInteger(value)) return String(value)
  return typeof value === 'string' && value !== '' && faultOfText(value) === undefined ? value : undefined
}

/** Ids that a writer made up say nothing. */
export function isMadeUp(id: string): boolean {
  return /^_\d+$/.test(id)
}

/** Names of labels, one of them also as a text. */
export function namesOf(value: unknown): string[] | string {
  const names = typeof value === 'string' ? [value] : value
  if (!Array.isArray(names)) return 'has no list of labels'
  for (const name of names) {
    if (typeof name !== 'string' || name === '') return 'has a label without a name'
    const fault = faultOfText(name)
    if (fault !== undefined) return `has a label with ${fault}`
  }
  return names as string[]
}

/** Lines of a text that was typed in. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return Array.isArray(value) && value.every((line) => typeof line === 'string') ? value.join('\n') : undefined
}

/** That a result has no place is told. */
export function tell({ id, type }: JsonObject, ignored: string[]): void {
  ignored.push(`the result ${quote(String(idOf(id) ?? ''))} of type ${quote(typeof type === 'string' ? type : '')}`)
}

import { DatasetType, type LabelType } from '#contract/codes.ts'
import { fitsXml } from '#core/formats/xml.ts'

/** VOC's own flags and what an object has that does not say (formats 5): every object says them all. */
export const flags: ReadonlyMap<string, string> = new Map([
  ['pose', 'Unspecified'],
  ['truncated', '0'],
  ['occluded', '0'],
  ['difficult', '0'],
])

/** An attribute of the flags that are there only because they must be. */
export const fillerAttribute = 'muster'
export const filler = 'unsaid'

/** Fields of a label for which VOC has no element; they travel among its properties. */
export const idKey = '@muster:id'
export const annotatorKey = '@muster:annotated_by'
export const timeKey = '@muster:creation_time'
/** The id of the object that an object is a part of. */
export const partKey = '@muster:part_of'

/** Only labels of classified and detected images are hard examples (behaviour 4.5). */
export function mayBeHard(type: LabelType | DatasetType): boolean {
  return type === DatasetType.imageClassification || type === DatasetType.objectDetection
}

/**
 * Values as text: what is under a key of ours may be any JSON and comes back as it was, so a text that looks like JSON is
 * written as JSON.
 */
export function encodeExtension(value: unknown): string {
  return typeof value === 'string' && fitsXml(value) && parseJson(value) === undefined ? value : JSON.stringify(value)
}

export function decodeExtension(text: string): unknown {
  const parsed = parseJson(text)
  return parsed === undefined ? text : parsed
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import { idKey, usageKey } from '#core/formats/extension-keys.ts'
import { keys } from '#core/labels/property-keys.ts'

/** What the keys of a line are called. */
export type Columns = { text: string; label: string }

/** `text` and `label` unless `text_column` and `label_column` say otherwise. */
export function columnsOf({ text_column, label_column }: { [option: string]: unknown }): Columns {
  return {
    text: typeof text_column === 'string' && text_column !== '' ? text_column : 'text',
    label: typeof label_column === 'string' && label_column !== '' ? label_column : 'label',
  }
}

export const entitiesKey = 'entities'
export const relationsKey = 'relations'

/** Marks that say nothing of a text. */
const foreign: readonly string[] = [keys.hard, keys.hardCoefficient, keys.hardReasons, keys.size]

/** Whether a key of a line is metadata, and not one of those above. */
export function isMetadata(key: string, { text, label }: Columns): boolean {
  return ![text, label, entitiesKey, relationsKey, idKey, usageKey, ...foreign].includes(key)
}

/** Numbered ids are `E1` and `R1` here (formats 1) and bare numbers there; any other id stays a text. */
export function readId(id: unknown, letter: 'E' | 'R'): string | undefined {
  if (Number.isSafeInteger(id) && (id as number) >= 0) return `${letter}${id}`
  return typeof id === 'string' && id !== '' ? id : undefined
}

export function writeId(id: string, letter: 'E' | 'R'): string | number {
  return /^[ER](0|[1-9]\d{0,14})$/.test(id) && id.startsWith(letter) ? Number(id.slice(1)) : id
}

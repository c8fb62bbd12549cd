import { readName } from '#core/labels/definition-fields.ts'

/** What a dataset, a task or a team may be called: letters, digits, hyphens and underscores (contract: `name`). */
export function isPlainName(text: string): boolean {
  return /^[A-Za-z0-9_-]+$/.test(text)
}

/** Whether a label of a dataset of this type may be called so; spaces around it do not count. */
export function isLabelName(dataset_type: number, text: string): boolean {
  return typeof readName(dataset_type, text.trim(), []) === 'string'
}

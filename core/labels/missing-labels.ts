import type { Refusal } from '#contract/errors.ts'
import type { LabelChanges } from './definition-changes.ts'
import { type LabelSituation, planCreateLabels } from './definitions.ts'
import { withColours } from './with-colours.ts'

/** A label that an item of the owner names and the dataset lacks (D28). */
export type MissingLabel = { name: string; type: number }

/**
 * Plans the definitions that items miss, each once. One that must not be made bars the items that name it, and what such
 * items alone would need is not made either. `refusals` answers for a barred label; its sentence begins with the field
 * of the label, as `name: …`. New labels have a colour that no other has.
 */
export function planMissingLabels(
  situation: LabelSituation,
  missing: readonly (readonly MissingLabel[])[],
): { changes: LabelChanges; refusals: ReadonlyMap<string, Refusal> } {
  const labels = distinctLabels(missing)
  const { refusals, changes } = planCreateLabels(situation, labels)
  const barred = new Map<string, Refusal>()
  for (const [index, refusal] of refusals.entries()) {
    if (refusal === undefined) continue
    const error_msg = refusal.error_msg.slice(`labels[${index}].`.length)
    barred.set(keyOf(labels[index]!), { error_code: refusal.error_code, error_msg })
  }
  const good = missing.filter((ofItem) => !ofItem.some((label) => barred.has(keyOf(label))))
  const wanted = new Set(good.flat().map(keyOf))
  const created = changes.created.filter((definition) => wanted.has(keyOf(definition)))
  return { changes: { ...changes, created: withColours(created, situation.definitions) }, refusals: barred }
}

/** Every label once, in the order in which they are met. */
export function distinctLabels(missing: readonly (readonly MissingLabel[])[]): MissingLabel[] {
  return [...new Map(missing.flat().map((label) => [keyOf(label), label])).values()]
}

/** What tells labels apart: name and type (behaviour 7). */
export function keyOf({ name, type }: MissingLabel): string {
  return `${type} ${name}`
}

import { LabelType } from '#contract/codes.ts'
import type { Label } from '#contract/labels.ts'
import type { Edit } from '#web/workbench/document/document.ts'
import type { LabelChoice } from './span-edits.ts'

/** The label of a digit key: 1 to 9 and then 0 are the first ten of the label set. */
export function labelOfDigit(labels: readonly Label[], digit: number): LabelChoice | undefined {
  const label = labels[(digit + 9) % 10]
  return label?.name === undefined ? undefined : { name: label.name, type: label.type ?? LabelType.textClassification }
}

/** Gives a text a label or takes it away; with one label only the new one takes the place of the others. */
export function toggleLabel({ name, type }: LabelChoice, single: boolean, newId: () => string): Edit {
  return (content) => {
    const others = content.labels.filter((label) => label.name !== name)
    if (others.length < content.labels.length) return { ...content, labels: others }
    const kept = single ? [] : content.labels
    return { ...content, labels: [...kept, { id: newId(), name, type, place: { kind: 'none' }, property: {} }] }
  }
}

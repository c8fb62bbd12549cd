import type { LabelType } from '#contract/codes.ts'
import type { SampleLabel } from '#contract/samples.ts'
import type { StoredLabel } from './label.ts'
import type { LabelSet } from './label-set.ts'

/**
 * Stored labels as an answer shows them, `property` always present. `nameOf` answers for keys the label set does not
 * hold any more, so that history and published versions can be shown.
 */
export function toWireLabels(
  labels: readonly StoredLabel[],
  labelSet: LabelSet,
  nameOf?: (label_key: number) => string | undefined,
): SampleLabel[] {
  return labels.map(({ label_key, type, id, property, score, annotated_by }) => {
    const wire: SampleLabel = {}
    const name = label_key === undefined ? undefined : (labelSet.byKey(label_key)?.name ?? nameOf?.(label_key))
    if (name !== undefined) wire.name = name
    wire.type = type as LabelType
    if (id !== undefined) wire.id = id
    wire.property = property
    if (score !== undefined) wire.score = score
    if (annotated_by !== undefined) wire.annotated_by = annotated_by
    return wire
  })
}

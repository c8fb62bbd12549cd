import type { DatasetRow } from '#adapters/sql/tables.ts'
import { errors, type Refusal } from '#contract/errors.ts'
import type { LabelSituation } from '#core/labels/definitions.ts'
import { type LabelDefinition, type LabelSet, labelSetOf } from '#core/labels/label-set.ts'
import { keyOf, planMissingLabels } from '#core/labels/missing-labels.ts'
import { isRefusal } from '#core/refusal.ts'
import { type LabelledSample, labelNewSample } from './label-new-sample.ts'
import { type ReadItem, readItem } from './read-item.ts'
import type { Upload } from './read-upload.ts'

export type Labelling = {
  dataset: DatasetRow
  /** The label definitions as they are now. */
  situation: LabelSituation
  /** Labels are final; else they are a prediction to be confirmed. */
  final: boolean
  /** Who labels (D48). */
  by: string
  now: number
}

/**
 * Reads the labels and the metadata that came with uploads, by the rules of behaviour 4.5, and answers the samples with
 * them. A label that nobody knows is made, for only the owner uploads (D28): `created` is to be stored with the samples.
 */
export function labelUploads(
  labelling: Labelling,
  uploads: readonly Upload[],
): { items: (LabelledSample[] | Refusal)[]; created: LabelDefinition[] } {
  const { situation, by, now } = labelling
  const known = labelSetOf(situation.definitions)
  const readings = uploads.map((upload) => readUploadLabels(labelling, known, upload))
  const { changes, refusals } = planMissingLabels(situation, readings.map(missingIn))
  const grown = labelSetOf([...situation.definitions, ...changes.created])
  const items = readings.map((reading, i) => {
    const upload = uploads[i]!
    const missing = missingIn(reading)
    const barred = missing.map((label) => refusals.get(keyOf(label))).find((refusal) => refusal !== undefined)
    if (barred) return { ...barred, error_msg: `${upload.field}.labels: ${barred.error_msg}` }
    const final = missing.length > 0 ? readUploadLabels(labelling, grown, upload) : reading
    return isRefusal(final)
      ? final
      : upload.samples.map((sample) => labelNewSample(sample, { ...final, final: labelling.final, by, time: now }))
  })
  return { items, created: changes.created }
}

const missingIn = (reading: ReadItem | Refusal) => (isRefusal(reading) ? [] : reading.create)

function readUploadLabels({ dataset }: Labelling, labelSet: LabelSet, upload: Upload): ReadItem | Refusal {
  const { item, field, samples } = upload
  if (samples.length > 1 && item.labels?.length) {
    const text = `the text has ${samples.length} lines, each a sample of its own: send labels with a single one`
    return errors.parameterInvalid.refusal(`${field}.labels: ${text}`)
  }
  // Where a text has many lines they have the metadata in common.
  const sample = { ...samples[0]!, sample_key: 0 }
  const subject = { sample, metadata: JSON.parse(sample.metadata), field }
  return readItem(item, subject, { dataset, labelSet, unknownLabel: 'create' })
}

import { SampleFacet } from '#adapters/sql/state-codes.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import type { LabelCounts } from '#adapters/sql/tallies.ts'
import { errors, type Refusal } from '#contract/errors.ts'
import { type LabelSituation, planCreateLabels } from '#core/labels/definitions.ts'
import { type LabelDefinition, type LabelSet, labelSetOf } from '#core/labels/label-set.ts'
import { countLabels } from '#core/labels/label-surgery.ts'
import { isEmptyMark, isHard, type Metadata, mergeMetadata } from '#core/labels/metadata.ts'
import { type ReadLabels, readLabels } from '#core/labels/read-labels.ts'
import { isRefusal } from '#core/refusal.ts'
import type { NewSample } from './new-samples.ts'
import type { Upload } from './read-upload.ts'

/** A sample ready to be stored but for its key. */
export type LabelledSample = NewSample & { counts: LabelCounts }

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

/** The labels of one upload as read with a label set, which may lack some of them. */
type Reading = ReadLabels & { metadata: Metadata }

/**
 * Reads the labels and the metadata that came with uploads, by the rules of behaviour 4.5, and answers the samples with
 * them. A label that nobody knows is made, for only the owner uploads (D28): `created` is to be stored with the samples.
 * An item one of whose labels cannot be made is refused, and its other labels are not made for its sake.
 */
export function labelUploads(
  labelling: Labelling,
  uploads: readonly Upload[],
): { items: (LabelledSample[] | Refusal)[]; created: LabelDefinition[] } {
  const { situation } = labelling
  const known = labelSetOf(situation.definitions)
  let readings = uploads.map((upload) => readUploadLabels(labelling, known, upload))
  for (;;) {
    const wanted = new Map(readings.flatMap(createOf).map((label) => [keyOf(label), label]))
    const { refusals, changes } = planCreateLabels(situation, [...wanted.values()])
    const refused = new Map([...wanted.keys()].flatMap((key, i) => (refusals[i] ? [[key, refusals[i]] as const] : [])))
    if (refused.size === 0) {
      const grown = labelSetOf([...situation.definitions, ...changes.created])
      const items = readings.map((reading, i) => {
        const final = createOf(reading).length > 0 ? readUploadLabels(labelling, grown, uploads[i]!) : reading
        return isRefusal(final) ? final : uploads[i]!.samples.map((sample) => labelSample(labelling, sample, final))
      })
      return { items, created: changes.created }
    }
    readings = readings.map((reading, i) => {
      const label = createOf(reading).find((one) => refused.has(keyOf(one)))
      return label ? atItem(refused.get(keyOf(label))!, uploads[i]!.field) : reading
    })
  }
}

const createOf = (reading: Reading | Refusal) => (isRefusal(reading) ? [] : reading.create)
const keyOf = ({ name, type }: { name: string; type: number }) => `${type} ${name}`

/** The plan names places in a list of labels that the client never sent. */
function atItem({ error_code, error_msg }: Refusal, field: string): Refusal {
  return { error_code, error_msg: `${field}.labels: ${error_msg.replace(/^labels\[\d+\]\.\w+: /, '')}` }
}

function readUploadLabels(
  { dataset: { dataset_type, content_labeling } }: Labelling,
  labelSet: LabelSet,
  { item, field, samples }: Upload,
): Reading | Refusal {
  const [sample] = samples as [NewSample]
  if (samples.length > 1 && item.labels?.length) {
    const text = `the text has ${samples.length} lines, each a sample of its own: send labels with a single one`
    return errors.parameterInvalid.refusal(`${field}.labels: ${text}`)
  }
  const { sample_id, width, height, depth, text_length, duration } = sample
  const size = width === null || height === null ? undefined : ([width, height, depth ?? 3] as const)
  const context = { dataset_type, field, ...(size && { size: [...size] as [number, number, number] }) }
  const merged = mergeMetadata(JSON.parse(sample.metadata), item.metadata as Metadata | undefined, {
    ...context,
    sample_id,
  })
  if (isRefusal(merged)) return merged
  const read = readLabels(item.labels, {
    ...context,
    labelSet,
    sample: {
      sample_id,
      ...(context.size && { size: context.size }),
      ...(text_length !== null && { textLength: text_length }),
      ...(duration !== null && { duration }),
    },
    sentSize: merged.metadata['@modelarts:size'],
    content_labeling: content_labeling === 1,
    unknownLabel: 'create',
  })
  return isRefusal(read) ? read : { ...read, metadata: merged.metadata }
}

function labelSample(
  { final, by, now }: Labelling,
  sample: NewSample,
  { labels, metadata, size }: Reading,
): LabelledSample {
  const official = final ? labels : []
  const labelled = official.length > 0 || (final && isEmptyMark(metadata))
  const predicted = !final && labels.length > 0
  return {
    ...sample,
    metadata: JSON.stringify(metadata),
    labels: JSON.stringify(official),
    prediction: predicted ? JSON.stringify(labels) : null,
    state: labelled ? SampleFacet.labelled : predicted ? SampleFacet.predicted : SampleFacet.unlabelled,
    hard: isHard(metadata, official) ? 1 : 0,
    labelers: labelled ? JSON.stringify([by]) : '[]',
    annotated_by: labelled ? by : null,
    label_time: labelled ? now : 0,
    width: sample.width ?? size?.[0] ?? null,
    height: sample.height ?? size?.[1] ?? null,
    depth: sample.depth ?? size?.[2] ?? null,
    counts: countLabels(official),
  }
}

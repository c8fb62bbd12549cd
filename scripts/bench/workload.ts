import { DatasetType, LabelType } from '#contract/codes.ts'
import type { SampleLabel } from '#contract/samples.ts'
import type { StoredLabel } from '#core/labels/label.ts'

/** What the labels of a bench look like. */
export type Workload = {
  name: string
  dataset_type: number
  /** Boxes on a sample; 0: the sample has one class instead. */
  boxes: number
}

export const ONE_CLASS: Workload = { name: 'one class', dataset_type: DatasetType.imageClassification, boxes: 0 }
export const ONE_BOX: Workload = { name: 'one box', dataset_type: DatasetType.objectDetection, boxes: 1 }
export const TWENTY_BOXES: Workload = { name: '20 boxes', dataset_type: DatasetType.objectDetection, boxes: 20 }

export type Definition = { label_key: number; name: string }

/** Pixels of every image. */
export const IMAGE = { width: 1920, height: 1080, depth: 3, orientation: 1 }

/** Labels of sample number `number` as a client sends them; another round, other labels. */
export function wireLabels(work: Workload, definitions: readonly Definition[], number: number, round: number) {
  return partsOf(work, definitions, number, round).map(
    ({ definition, property }): SampleLabel => ({ name: definition.name, ...(property && { property }) }),
  )
}

/** The same labels as the records hold them. */
export function storedLabels(
  work: Workload,
  definitions: readonly Definition[],
  number: number,
  round: number,
): StoredLabel[] {
  const type = work.boxes > 0 ? LabelType.objectDetection : LabelType.imageClassification
  return partsOf(work, definitions, number, round).map(({ definition, property = {} }) => ({
    type,
    property,
    label_key: definition.label_key,
  }))
}

type Part = { definition: Definition; property?: Record<string, unknown> }

function partsOf({ boxes }: Workload, definitions: readonly Definition[], number: number, round: number): Part[] {
  const definitionOf = (place: number) => definitions[(number + round + place) % definitions.length]!
  if (boxes === 0) return [{ definition: definitionOf(0) }]
  return Array.from({ length: boxes }, (_, place) => {
    const x = ((number * 7 + place * 83 + round) % 900) + 0.5
    const y = (number * 11 + place * 47 + round) % 500
    const feature = [
      [x, y],
      [x + 120, y + 90.25],
    ]
    return {
      definition: definitionOf(place),
      property: { '@modelarts:feature': feature, '@modelarts:shape': 'bndbox' },
    }
  })
}

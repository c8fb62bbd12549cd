import type { Refusal } from '#contract/errors.ts'
import type { SampleLabel } from '#contract/samples.ts'
import { type LabelDefinition, labelSetOf } from '#core/labels/label-set.ts'
import { type LabelContext, type ReadLabels, readLabels } from '#core/labels/read-labels.ts'
import { isRefusal } from '#core/refusal.ts'

const sample_id = '0a0939d6d3c48a3d2a2619245943ac21'

const select = {
  id: 'a1',
  name: 'colour',
  type: 'select' as const,
  values: ['red', 'blue'].map((value) => ({ id: value, value })),
}
const text = { id: 'a2', name: 'note', type: 'text' as const }
const withDefault = {
  id: 'a3',
  name: 'seen',
  type: 'select' as const,
  default_value: 'no',
  values: ['no', 'yes'].map((value) => ({ id: value, value })),
}

function define(label_key: number, name: string, type: number, more: Partial<LabelDefinition> = {}): LabelDefinition {
  return { label_key, name, type, attributes: [], property: {}, ...more }
}

/** Two labels of every type: `cat` plain, `dog` with attributes. Triplets: Person -wrote-> Machine; `both` is of both kinds. */
export const definitions: LabelDefinition[] = [
  ...[0, 1, 3, 100, 101, 200, 202, 600].flatMap((type, i) => [
    define(10 + 3 * i, 'cat', type),
    define(11 + 3 * i, 'dog', type, { attributes: [select, text, withDefault] }),
  ]),
  define(51, 'pole', 1, { property: { '@modelarts:default_shape': 'point' } }),
  define(60, 'Person', 103),
  define(61, 'Machine', 103),
  define(62, 'wrote', 102, { property: { '@modelarts:from_type': 'Person', '@modelarts:to_type': 'Machine' } }),
  define(63, 'both', 102, { property: { '@modelarts:from_type': 'Person', '@modelarts:to_type': 'Person' } }),
  define(64, 'both', 103),
]

/** The label set of a dataset: definitions of its own label types only. */
export function labelSetFor(dataset_type: number) {
  return labelSetOf(
    definitions.filter(({ type }) => (dataset_type === 102 ? type === 102 || type === 103 : type === dataset_type)),
  )
}

type Options = Partial<Omit<LabelContext, 'sample'>> & { sample?: Partial<LabelContext['sample']> }

/** A label as a client may write it, wrong types included. */
export type Given = { [Key in keyof SampleLabel]?: unknown }

/** Reads labels of a sample: 100 x 50 pixels, 30 characters, 10 seconds. */
export function read(
  dataset_type: number,
  labels: readonly Given[] | null | undefined,
  options: Options = {},
): ReadLabels | Refusal {
  return readLabels(labels as SampleLabel[], {
    dataset_type,
    labelSet: labelSetFor(dataset_type),
    content_labeling: true,
    text_overlaps: true,
    unknownLabel: 'refuse',
    field: 'samples[2]',
    ...options,
    sample: { sample_id, size: [100, 50, 3], textLength: 30, duration: 10_000, ...options.sample },
  })
}

/** The result of labels that must be accepted. */
export function accepted(result: ReadLabels | Refusal): ReadLabels {
  if (isRefusal(result)) throw new Error(`refused: ${result.error_msg}`)
  return result
}

/** Code and sentence of a refusal, without the fixed beginning and end that every one must have. */
export function refused(result: object): [code: string, sentence: string] {
  if (!isRefusal(result)) throw new Error(`accepted: ${JSON.stringify(result)}`)
  const [start, end] = ['samples[2].', ` (sample ${sample_id})`]
  if (!result.error_msg.startsWith(start) || !result.error_msg.endsWith(end)) throw new Error(result.error_msg)
  return [result.error_code, result.error_msg.slice(start.length, -end.length)]
}

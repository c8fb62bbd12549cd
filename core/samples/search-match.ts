import { parseObjectPath } from '#core/codecs/object-path.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import type { LabelSet } from '#core/labels/label-set.ts'
import { keys } from '#core/labels/property-keys.ts'
import { isRefusal } from '#core/refusal.ts'
import type { SearchTree } from './search-condition.ts'

/** What a search looks at. */
export type SearchableSample = {
  sample_name: string
  /** The folder, in any spelling of a path, with `/` at its end. */
  sample_dir: string
  /** Last change of the file, epoch milliseconds. */
  sample_time: number
  hard: boolean
  metadata: Record<string, unknown>
  labels: readonly StoredLabel[]
  /** Names as in D48. */
  labelers: readonly string[]
}

/** Does the sample meet the search? Names of labels are those of the label set now. */
export function matchesSearchCondition(sample: SearchableSample, tree: SearchTree, labelSet: LabelSet): boolean {
  switch (tree.kind) {
    case 'all':
      return tree.of.every((part) => matchesSearchCondition(sample, part, labelSet))
    case 'any':
      return tree.of.some((part) => matchesSearchCondition(sample, part, labelSet))
    case 'sample_name':
      return sample.sample_name === tree.value
    case 'sample_dir':
      return isSameFolder(sample.sample_dir, tree.path)
    case 'sample_time':
      return sample.sample_time >= tree.from && sample.sample_time < tree.to
    case 'hard':
      return sample.hard === tree.value
    case 'labeler':
      return sample.labelers.includes(tree.value)
    case 'coefficient':
      return isWithin(sample.metadata[keys.hardCoefficient], tree)
    case 'score':
      return sample.labels.some(({ score }) => isWithin(score, tree))
    case 'metadata':
      return holds(sample.metadata, tree.key, tree.values)
    case 'label':
      return sample.labels.some((label) => isSearchedLabel(label, tree, labelSet))
  }
}

function isSearchedLabel(label: StoredLabel, tree: SearchTree & { kind: 'label' }, labelSet: LabelSet): boolean {
  if (tree.type !== undefined && label.type !== tree.type) return false
  if (tree.name !== undefined) {
    const definition = label.label_key === undefined ? undefined : labelSet.byKey(label.label_key)
    if (definition?.name !== tree.name) return false
  }
  const { attributes, op } = tree
  if (attributes.length === 0) return true
  const meets = ({ name, values }: (typeof attributes)[number]) => holds(label.property, name, values)
  return op === 'AND' ? attributes.every(meets) : attributes.some(meets)
}

/** Null asks only that there is a value. Numbers and booleans are compared as their JSON text, lists by their members. */
function holds(map: Record<string, unknown>, key: string, values: readonly string[] | null): boolean {
  const value = Object.hasOwn(map, key) ? map[key] : undefined
  if (value === undefined || value === null) return false
  if (values === null) return true
  const held = Array.isArray(value) ? value : [value]
  return held.some((one) => isScalar(one) && values.includes(String(one)))
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function isWithin(value: unknown, { min, max }: { min: number; max: number }): boolean {
  return typeof value === 'number' && value >= min && value <= max
}

function isSameFolder(dir: string, path: { bucket: string; key: string }): boolean {
  const own = parseObjectPath(dir)
  return !isRefusal(own) && own.bucket === path.bucket && own.key === path.key
}

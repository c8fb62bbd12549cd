import type { DatasetType } from '#contract/codes.ts'
import { MemoryFiles } from './memory-files.ts'

const isSample = (path: string) => /\.(jpg|png|wav)$/i.test(path)
export const optionsFor = (dataset_type: DatasetType) => ({ dataset_type, labels: [], isSample })

/** One task with one annotation, as an export has it. */
export const taskOf = (data: object, result: unknown, more: object = {}) => ({
  id: 7,
  inner_id: 1,
  data,
  annotations: [{ id: 1, was_cancelled: false, ground_truth: false, result }],
  predictions: [],
  ...more,
})
export const treeOf = (tasks: readonly unknown[], ...paths: string[]) => {
  const files = new MemoryFiles({
    ...Object.fromEntries(paths.map((path) => [path, ''])),
    'export.json': JSON.stringify(tasks),
  })
  for (const path of paths) if (isSample(path) && !path.endsWith('.wav')) files.sizes.set(path, [200, 100, 3])
  return files
}
export const drawn = (id: string, kind: string, value: object, more: object = {}) => ({
  id,
  type: `${kind}labels`,
  from_name: kind,
  to_name: 'image',
  original_width: 200,
  original_height: 100,
  image_rotation: 0,
  value: { [`${kind}labels`]: ['car'], ...value },
  ...more,
})

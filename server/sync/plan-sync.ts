import type { DatasetRow } from '#adapters/sql/tables.ts'
import { inputFolder } from '#core/datasets/dataset-paths.ts'
import type { ImportPlan } from '#server/imports/import-plan.ts'
import { planFirstImport } from '#server/imports/plan-import.ts'

/** New files come in as at the creation of the dataset, with their labels where it read them then. */
export function planSync(dataset: DatasetRow): ImportPlan {
  const [{ data_path, with_column_header = false }] = JSON.parse(dataset.data_sources)
  return {
    ...planFirstImport({
      source: inputFolder(dataset),
      data_path,
      import_annotations: dataset.import_annotations === 1,
      label_format: null,
      with_column_header,
    }),
    first: false,
  }
}

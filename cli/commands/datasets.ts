import { command } from '#cli/command.ts'
import { type Dataset, findDataset } from '#cli/find.ts'
import { percent, printFacts, printJson, printTable, wordOf } from '#cli/output.ts'
import { readPages } from '#cli/pages.ts'
import { DatasetStatus, DatasetType } from '#contract/codes.ts'
import type { DatasetAndFilePreview } from '#contract/datasets.ts'

export const datasets = command({
  summary: 'lists datasets, or shows one',
  operands: ['[<dataset>]'],
  options: { search: { type: 'string', meaning: 'only those with this in their name' } },
  async run({ operands: [name], values: { search = '' }, json, connect }) {
    const muster = await connect()
    if (name !== undefined) {
      const dataset = await findDataset(muster, name)
      return json ? printJson(dataset) : printDataset(dataset)
    }
    const found = await readPages(async (page) => {
      const { datasets, total_number } = await muster.call('ListDatasets', { ...page, search_content: search })
      return { rows: datasets, total: total_number }
    })
    if (json) printJson(found)
    else printDatasets(found, search)
  },
})

function printDatasets(datasets: readonly DatasetAndFilePreview[], search: string): void {
  printTable(
    ['name', 'type', 'status', 'samples', 'labelled', 'id'],
    datasets.map((dataset) => [
      dataset.dataset_name,
      wordOf(DatasetType, dataset.dataset_type),
      wordOf(DatasetStatus, dataset.status),
      dataset.total_sample_count,
      dataset.annotated_sample_count,
      dataset.dataset_id,
    ]),
    search === '' ? 'There are no datasets.' : `No dataset has "${search}" in its name.`,
  )
}

function printDataset(dataset: Dataset): void {
  const { total_sample_count: total, annotated_sample_count: labelled } = dataset
  printFacts([
    ['name', dataset.dataset_name],
    ['id', dataset.dataset_id],
    ['description', dataset.description || undefined],
    ['type', wordOf(DatasetType, dataset.dataset_type)],
    ['status', wordOf(DatasetStatus, dataset.status)],
    ['why', dataset.muster?.error_msg],
    ['samples', total],
    ['labelled', total ? `${labelled} (${percent(labelled! / total)})` : labelled],
    ['to be confirmed', dataset.unconfirmed_sample_count || undefined],
    ['labels', dataset.labels?.map(({ name }) => name).join(', ') || undefined],
    ['team tasks', dataset.workforce_task_count],
    ['version', dataset.current_version_name],
    ['input', dataset.data_sources?.[0]?.data_path],
    ['work path', dataset.work_path],
  ])
}

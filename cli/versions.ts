import { VersionStatus } from '#contract/codes.ts'
import type { DatasetVersion } from '#contract/versions.ts'
import type { Muster } from './connection.ts'
import { type Dataset, onlyOne } from './find.ts'
import { printJson, printTable, timeOf, wordOf } from './output.ts'
import { readPages } from './pages.ts'

/** The published versions of a dataset. */
export function readVersions({ call }: Muster, { dataset_id }: Dataset): Promise<DatasetVersion[]> {
  return readPages(async (page) => {
    const { versions, total_number } = await call('ListDatasetVersions', { dataset_id, ...page })
    return { rows: versions, total: total_number }
  })
}

/** A version by its id or its name. */
export async function findVersion(muster: Muster, dataset: Dataset, word: string): Promise<string> {
  const versions = await readVersions(muster, dataset)
  const found = versions.filter(({ version_id, version_name }) => version_id === word || version_name === word)
  return onlyOne('version', word, found).version_id!
}

export async function listVersions(muster: Muster, dataset: Dataset, json: boolean): Promise<void> {
  const versions = await readVersions(muster, dataset)
  if (json) return printJson(versions)
  const rows = versions.map((version) => [
    version.version_name,
    wordOf(VersionStatus, version.status),
    version.total_sample_count,
    version.annotated_sample_count,
    timeOf(version.create_time),
    version.is_current ? 'current' : '',
    version.version_id,
  ])
  printTable(['name', 'status', 'samples', 'labelled', 'made', '', 'id'], rows, 'No version was published.')
}

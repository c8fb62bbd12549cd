import type { DatasetVersionRow } from '#adapters/sql/tables.ts'
import { findVersion, listVersions } from '#adapters/sql/versions.ts'
import { VERSION_FORMATS } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import type { ListDatasetStatesResp } from '#contract/ours.ts'
import type { CreateDatasetVersionResp, DatasetVersion, ListDatasetVersionsResp } from '#contract/versions.ts'
import { type Call, datasetOf } from '#server/handler.ts'
import { deleteVersion } from '#server/usecases/delete-version.ts'
import { publishVersion } from '#server/usecases/publish-version.ts'
import { viewVersion, viewVersionInFull } from '#server/views/version-view.ts'
import { readRatioRange } from './ratio-range.ts'

export async function createDatasetVersion({
  services,
  actor,
  scope,
  body,
}: Call<'CreateDatasetVersion'>): Promise<CreateDatasetVersionResp> {
  return { version_id: await publishVersion(services, { actor, dataset: datasetOf(scope), body }) }
}

/** Newest first. `version_format` counts the formats, as queries do (contract, trap 32). */
export async function listDatasetVersions({
  services,
  scope,
  query,
}: Call<'ListDatasetVersions'>): Promise<ListDatasetVersionsResp> {
  const { status, version_format, train_evaluate_ratio, offset, limit } = query
  const range = readRatioRange(train_evaluate_ratio)
  const dataset = datasetOf(scope)
  const all = await listVersions(services.store.read, dataset.dataset_id, { hidden: 0 })
  const wanted = all.filter((version) => {
    if (status !== undefined && version.status !== status) return false
    if (version_format !== undefined && version.version_format !== VERSION_FORMATS[version_format]) return false
    return !range || (version.train_ratio >= range.least && version.train_ratio <= range.most)
  })
  const page = wanted.slice(offset * limit, (offset + 1) * limit)
  return { total_number: wanted.length, versions: page.map((version) => viewVersion(dataset, version)) }
}

export async function describeDatasetVersion(call: Call<'DescribeDatasetVersion'>): Promise<DatasetVersion> {
  return viewVersionInFull(datasetOf(call.scope), await versionOf(call))
}

export async function deleteDatasetVersion({
  services,
  actor,
  scope,
  params: { version_id },
}: Call<'DeleteDatasetVersion'>): Promise<null> {
  await deleteVersion(services, { actor, dataset: datasetOf(scope), version_id })
  return null
}

/** The states that were kept when a version became current, the newest first (D14). */
export async function listDatasetStates({
  services,
  scope,
}: Call<'ListDatasetStates'>): Promise<ListDatasetStatesResp> {
  const dataset = datasetOf(scope)
  const states = await listVersions(services.store.read, dataset.dataset_id, { hidden: 1 })
  return { states: states.map((state) => viewVersion(dataset, state)) }
}

async function versionOf({ services, scope, params }: Call<'DescribeDatasetVersion'>): Promise<DatasetVersionRow> {
  const version = await findVersion(services.store.read, datasetOf(scope).dataset_id, params.version_id)
  if (!version) throw errors.versionNotFound()
  return version
}

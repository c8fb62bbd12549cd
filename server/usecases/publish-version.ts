import { createHash } from 'node:crypto'
import { writeAudit } from '#adapters/sql/audit.ts'
import { labelUses } from '#adapters/sql/sample-figures.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { isNotUnique } from '#adapters/sql/unique.ts'
import { insertVersion, listVersionNames, listVersions } from '#adapters/sql/versions.ts'
import { DatasetStatus, DatasetType, VersionStatus } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import type { CreateDatasetVersionReq } from '#contract/versions.ts'
import { canBeSplit, isSplittable } from '#core/statistics/splitting.ts'
import { type Actor, nameOf } from '#server/actor.ts'
import { newHexId, newId } from '#server/ids.ts'
import type { Services } from '#server/services.ts'
import type { VersionPlan, VersionProgress } from '#server/versions/version-plan.ts'
import { beginDatasetWork } from './begin-dataset-work.ts'

/** Between two versions of a dataset, in milliseconds (E4370). */
const PAUSE = 60_000

/**
 * Begins to publish a version; the job `publish-version` does it. E4343 and its like while other work goes on, E4370 within a minute of
 * the last one, E4371 for a name that is taken, E4711 where the labelled samples cannot be split (behaviour 2.1, 2.5; formats 9).
 */
export async function publishVersion(
  services: Services,
  { actor, dataset, body }: { actor: Actor; dataset: DatasetRow; body: CreateDatasetVersionReq },
): Promise<string> {
  const { store, jobs } = services
  const { dataset_id, project_id } = dataset
  const plan = planVersion(dataset, body)
  const version_id = newId()
  const now = services.now()
  try {
    await store.transaction(async (tx) => {
      await beginDatasetWork(tx, dataset_id, DatasetStatus.publishing, now)
      const versions = await listVersions(tx, dataset_id, { hidden: 0 })
      if (versions.some(({ status, create_time }) => status !== VersionStatus.error && now - create_time < PAUSE)) {
        throw errors.publishTooSoon()
      }
      await expectSplit(tx, dataset, plan)
      const version_name = body.version_name ?? freeName(await listVersionNames(tx, dataset_id))
      await insertVersion(tx, {
        version_id,
        dataset_id,
        version_name,
        status: VersionStatus.creating,
        hidden: 0,
        previous_version_id: versions.find(({ is_current }) => is_current === 1)?.version_id ?? null,
        version_format: plan.version_format,
        train_ratio: plan.ratio,
        request: JSON.stringify(plan),
        seed: body.muster?.seed === undefined ? newHexId() : seedOf(body.muster.seed),
        progress: JSON.stringify({ finished_sample_count: 0, furthest: 0 } satisfies VersionProgress),
        created_by: nameOf(actor),
        create_time: now,
      })
      await writeAudit(tx, {
        project_id,
        actor: nameOf(actor),
        action: 'version.publish',
        object_id: version_id,
        detail: { dataset_id, version_name },
        create_time: now,
      })
    })
  } catch (error) {
    if (isNotUnique(error)) throw errors.versionNameTaken(`version_name: there is a version "${body.version_name}".`)
    throw error
  }
  jobs.start('publish-version', version_id)
  return version_id
}

function planVersion({ dataset_type }: DatasetRow, body: CreateDatasetVersionReq): VersionPlan {
  const { version_format = 'Default', muster = {} } = body
  if (version_format === 'CarbonData') {
    throw errors.parameterInvalid('version_format: CarbonData is not supported; use CSV.')
  }
  if (version_format === 'CSV' && dataset_type !== DatasetType.table) {
    throw errors.parameterInvalid('version_format: CSV is for datasets of tables only; use Default.')
  }
  const sent = String(body.train_evaluate_sample_ratio ?? '1.00')
  return {
    version_format,
    description: body.description ?? '',
    train_evaluate_sample_ratio: sent,
    ratio: readRatio(sent),
    remove_sample_usage: body.remove_sample_usage ?? true,
    clear_hard_property: body.clear_hard_property ?? true,
    export_images: body.export_images ?? false,
    with_column_header: body.with_column_header ?? true,
    stable_split: muster.stable_split ?? true,
    voc_decimals: muster.voc_decimals ?? false,
  }
}

function readRatio(text: string): number {
  const ratio = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (ratio >= 0 && ratio <= 1) return ratio
  throw errors.parameterInvalid('train_evaluate_sample_ratio: must be a number from 0 to 1, as "0.80".')
}

async function expectSplit(tx: Tx, { dataset_id, dataset_type }: DatasetRow, { ratio }: VersionPlan): Promise<void> {
  if (ratio >= 1) return
  const field = 'train_evaluate_sample_ratio'
  if (!isSplittable(dataset_type))
    throw errors.notSplittable(`${field}: datasets of this type are not split; use 1.00.`)
  const uses = await labelUses(tx, dataset_id)
  if (
    !canBeSplit(
      dataset_type,
      [...uses.values()].map(({ samples }) => samples),
    )
  ) {
    throw errors.notSplittable(`${field}: at least two labels must each be on five samples or more.`)
  }
}

/** V001, V002 and so on; a number is not given twice. `names`: of all versions that ever were, one for each. */
function freeName(names: readonly string[]): string {
  for (let number = names.length + 1; ; number++) {
    const name = `V${String(number).padStart(3, '0')}`
    if (!names.includes(name)) return name
  }
}

/** What the generator takes, as it is told, is taken as it is; of any other text it is made. */
function seedOf(text: string): string {
  if (/^[0-9a-f]{32}$/.test(text) && !/^0+$/.test(text)) return text
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

import { findDataset } from '#adapters/sql/datasets.ts'
import type { DatasetRow, SampleRow } from '#adapters/sql/tables.ts'
import { DatasetStatus, type DatasetType } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import type { SampleLabel } from '#contract/samples.ts'
import type { Actor } from '#server/actor.ts'
import { inParallel } from '#server/in-parallel.ts'
import type { Services } from '#server/services.ts'
import { createDataset } from '#server/usecases/create-dataset.ts'
import { saveSampleLabels } from '#server/usecases/save-sample-labels.ts'
import type { DemoRemains } from './remains.ts'
import { until } from './until.ts'

export type Plan = {
  name: string
  type: DatasetType
  description: string
  labels: readonly { name: string; colour: string; key: string; shape?: 'bndbox' }[]
  files: readonly { name: string; bytes: Uint8Array }[]
  /** The right labels by the name of the picture, or by the text. */
  truth: ReadonlyMap<string, SampleLabel[]>
}

/** Files written at the same time. */
const AT_ONCE = 8

/** A dataset of the demo, of which the right labels are known. */
export class DemoDataset {
  readonly row: DatasetRow
  readonly #services: Services
  readonly #owner: Actor
  readonly #truth: Plan['truth']

  constructor(services: Services, owner: Actor, row: DatasetRow, truth: Plan['truth']) {
    this.#services = services
    this.#owner = owner
    this.row = row
    this.#truth = truth
  }

  /** Stores the files, makes the dataset over them and waits until it has read them. What is made is told at once. */
  static async make(services: Services, owner: Actor, plan: Plan, remains: DemoRemains): Promise<DemoDataset> {
    const { blobs, store } = services
    const bucket = `demo-${owner.project_id.slice(0, 12).toLowerCase().replaceAll('_', '-')}`
    await blobs.createBucket(bucket)
    await inParallel(plan.files, AT_ONCE, async ({ name, bytes }) => {
      const key = `${plan.name}/in/${name}`
      // What lies there of an earlier demo is not this one's to take away: other datasets may have come to use it.
      const isNew = (await blobs.statBlob(bucket, key)) === undefined
      await blobs.writeBlob(bucket, key, bytes)
      if (isNew) remains.files.push({ bucket, key })
    })
    const { dataset_id } = await createDataset(services, owner, {
      dataset_name: plan.name,
      dataset_type: plan.type,
      description: plan.description,
      data_sources: [{ data_type: 0, data_path: `/${bucket}/${plan.name}/in/` }],
      work_path: `/${bucket}/${plan.name}/out/`,
      work_path_type: 0,
      labels: plan.labels.map(({ name, colour, key, shape }) => ({
        name,
        property: {
          '@modelarts:color': colour,
          '@modelarts:shortcut': key,
          ...(shape && { '@modelarts:default_shape': shape }),
        },
      })),
    })
    remains.datasets.push(dataset_id!)
    const read = () => findDataset(store.db, dataset_id!)
    await until(`reading ${plan.name}`, async () => (await read())?.status !== DatasetStatus.creating)
    return new DemoDataset(services, owner, (await read())!, plan.truth)
  }

  get view() {
    const { dataset_id, dataset_name, dataset_type } = this.row
    return { dataset_id, dataset_name, dataset_type: dataset_type as DatasetType }
  }

  /** The right labels of a sample. */
  truthOf({ sample_name, content }: Pick<SampleRow, 'sample_name' | 'content'>): SampleLabel[] {
    return this.#truth.get(content ?? sample_name) ?? []
  }

  /** The owner labels the first samples himself. */
  async label(count: number): Promise<void> {
    const rows = await this.#services.store.db
      .selectFrom('sample')
      .select(['sample_id', 'sample_name', 'content'])
      .where('dataset_id', '=', this.row.dataset_id)
      .orderBy('sample_key')
      .limit(count)
      .execute()
    const items = rows.map((row) => ({ sample_id: row.sample_id, labels: this.truthOf(row) }))
    await saveSampleLabels(this.#services, { actor: this.#owner, dataset: this.row, items })
  }
}

/** Refuses the demo while a dataset of it is there (409 E4351). */
export async function expectNoDatasets(
  { store }: Services,
  { project_id }: Actor,
  names: readonly string[],
): Promise<void> {
  const found = await store.db
    .selectFrom('dataset')
    .select('dataset_name')
    .where('project_id', '=', project_id)
    .where('dataset_name', 'in', names)
    .where('status', '<>', DatasetStatus.deleted)
    .executeTakeFirst()
  if (found)
    throw errors.demoExists(`There is a dataset ${found.dataset_name} already; delete it to make the demo anew.`)
}

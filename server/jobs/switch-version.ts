import { setImmediate as otherWork } from 'node:timers/promises'
import { findDataset } from '#adapters/sql/datasets.ts'
import { readDefinitions } from '#adapters/sql/label-sets.ts'
import { lockDataset } from '#adapters/sql/locks.ts'
import { readSamplesInOrder } from '#adapters/sql/ordered-samples.ts'
import { labelUses } from '#adapters/sql/sample-figures.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DatasetRow, DatasetVersionRow } from '#adapters/sql/tables.ts'
import {
  findVersion,
  findVersionById,
  listVersionIds,
  setCurrentVersion,
  updateVersion,
} from '#adapters/sql/versions.ts'
import { DatasetStatus, VersionStatus } from '#contract/codes.ts'
import type { Refusal } from '#contract/errors.ts'
import { labelSetOf } from '#core/labels/label-set.ts'
import type { Services } from '#server/services.ts'
import { touchDataset } from '#server/usecases/label-samples.ts'
import { compareWith, none } from '#server/versions/compare-with.ts'
import { FigureCounter } from '#server/versions/count-figures.ts'
import { giveUpVersionFiles } from '#server/versions/remove-files.ts'
import { restoreDefinitions } from '#server/versions/restore-definitions.ts'
import { chunksBehind, findRevivable, findTwins, restoreChunk } from '#server/versions/restore-state.ts'
import { readDefinitionsOfState, readSamplesOfState, StateWriter } from '#server/versions/sample-state.ts'
import type { SwitchPlan, SwitchProgress } from '#server/versions/switch-plan.ts'
import { versionFiles } from '#server/versions/version-files.ts'
import type { VersionFigures } from '#server/versions/version-plan.ts'
import { viewLabelUses } from '#server/views/stats-view.ts'
import type { JobKind } from './jobs.ts'
import { faultOf, mayPass } from './passing-faults.ts'

/** Samples kept between two looks at whether to go on. */
const STEP = 1000

/** A switch under way: the hidden version that keeps the present state, and where that of the other version is. */
type Switch = { dataset: DatasetRow; kept: DatasetVersionRow; target: DatasetVersionRow }

/**
 * Makes a version the current one (D14; dataset 7 → 1). The present state is kept first, as a hidden version, and the state of the
 * version is read once from end to end; only then are labels changed, chunk by chunk, each with the place at which it goes on. Before
 * that a fault ends the switch with nothing changed; behind it work goes on until it is done.
 */
export function switchVersion(services: Services): JobKind {
  const { store } = services
  return {
    unfinished: () => listVersionIds(store.db, { status: VersionStatus.creating, hidden: 1 }),
    run: async (kept_id) => {
      const kept = await findVersionById(store.db, kept_id)
      const dataset = kept && (await findDataset(store.db, kept.dataset_id))
      if (kept?.status !== VersionStatus.creating || kept.hidden === 0 || !dataset) return
      try {
        const target = await findVersionById(store.db, (JSON.parse(kept.request) as SwitchPlan).switch_to)
        await switchTo(services, { dataset, kept, target: target! })
      } catch (error) {
        const latest = (await findVersionById(store.db, kept_id)) ?? kept
        const { restored_to }: SwitchProgress = JSON.parse(latest.progress)
        const isOpen = latest.status === VersionStatus.creating && restored_to === null
        if (!isOpen || mayPass(error, { moved: latest.update_time, now: services.now() })) throw error
        await giveUpVersionFiles(services, dataset, kept)
        await giveUp(services, kept, faultOf(error))
      }
    },
  }
}

async function switchTo(services: Services, work: Switch): Promise<void> {
  const { store, blobs, jobs } = services
  const { dataset_id } = work.dataset
  const { bucket, state: key } = versionFiles(work.dataset, work.target)
  const stateOf = () => readSamplesOfState(blobs, { bucket, key })
  let progress: SwitchProgress = JSON.parse(work.kept.progress)
  const isNew = progress.restored_to === null
  const kept = isNew ? await keepState(services, work) : null
  if (isNew && !kept) return
  const wanted = await readDefinitionsOfState(blobs, { bucket, key })
  const twins = await findTwins(store.read, { dataset_id, state: stateOf() })
  if (kept) {
    const begun = await moveOn(services, work.kept, async (tx) => {
      await updateVersion(tx, work.kept.version_id, { figures: JSON.stringify(kept) })
      return { ...progress, restored_to: 0 }
    })
    if (!begun) return
    progress = begun
  }
  const now = services.now()
  const moved = await store.transaction(async (tx) =>
    (await isSwitching(tx, work.kept)) ? restoreDefinitions(tx, dataset_id, { wanted, now }) : null,
  )
  if (!moved) return
  const live = readSamplesInOrder(store.read, dataset_id, progress.restored_to ?? 0)
  for await (const { pairs, last } of chunksBehind(progress.restored_to ?? 0, { now: live, state: stateOf() })) {
    if (jobs.stopped) return
    const revivable = await findRevivable(blobs, pairs, twins)
    const next = await moveOn(services, work.kept, async (tx, now) => {
      const step = { dataset_id, pairs, revivable, twins, moved, by: work.kept.version_id, now }
      const missing = progress.missing + (await restoreChunk(tx, step))
      await touchDataset(tx, dataset_id, now)
      return { finished_sample_count: progress.finished_sample_count + pairs.length, restored_to: last, missing }
    })
    if (!next) return
    progress = next
    await otherWork()
  }
  await endSwitch(services, work)
}

/** Keeps the present state; null when the work must not go on here. Nothing changes the samples meanwhile. */
async function keepState({ store, blobs, jobs }: Services, { dataset, kept }: Switch): Promise<VersionFigures | null> {
  const { bucket, state: key } = versionFiles(dataset, kept)
  const counter = new FigureCounter()
  return store.snapshot(async (db) => {
    // What another process restores already is the present state no more, and must not be kept as such.
    const latest = await findVersionById(db, kept.version_id)
    if (!latest || (JSON.parse(latest.progress) as SwitchProgress).restored_to !== null) return null
    const definitions = await readDefinitions(db, dataset.dataset_id)
    const writer = await StateWriter.open(blobs, { bucket, key }, definitions)
    try {
      for await (const pair of compareWith(readSamplesInOrder(db, dataset.dataset_id), none())) {
        counter.count(pair)
        await writer.add(pair.now!)
        if (counter.total % STEP > 0) continue
        if (jobs.stopped) return null
        await otherWork()
      }
      await writer.close()
    } finally {
      await writer.drop()
    }
    const { label_stats } = viewLabelUses(labelSetOf(definitions), await labelUses(db, dataset.dataset_id))
    return { ...counter.figures, label_stats, losses: [] }
  })
}

/** Does one step and notes how far it has come, in one transaction; null when the switch must not go on here. */
async function moveOn(
  { store, now }: Pick<Services, 'store' | 'now'>,
  kept: DatasetVersionRow,
  step: (tx: Tx, now: number) => Promise<SwitchProgress>,
): Promise<SwitchProgress | null> {
  const update_time = now()
  return store.transaction(async (tx) => {
    if (!(await isSwitching(tx, kept))) return null
    const progress = await step(tx, update_time)
    await updateVersion(tx, kept.version_id, { progress: JSON.stringify(progress), update_time })
    return progress
  })
}

async function endSwitch({ store, now }: Services, { kept, target }: Switch): Promise<void> {
  // A state that was kept stands for the version that it grew out of, unless that was deleted since.
  const current = target.hidden === 1 ? (target.previous_version_id ?? '') : target.version_id
  const update_time = now()
  await store.transaction(async (tx) => {
    if (!(await isSwitching(tx, kept))) return
    const isThere = await findVersion(tx, kept.dataset_id, current)
    await setCurrentVersion(tx, kept.dataset_id, isThere ? current : null)
    await updateVersion(tx, kept.version_id, { status: VersionStatus.normal, update_time })
    await freeDataset(tx, kept, update_time)
  })
}

/** Ends a switch that could not begin: the labels are as they were, and so is the current version. */
async function giveUp({ store, now }: Services, kept: DatasetVersionRow, refusal: Refusal): Promise<void> {
  const update_time = now()
  await store.transaction(async (tx) => {
    if (!(await isSwitching(tx, kept))) return
    await updateVersion(tx, kept.version_id, { status: VersionStatus.error, ...refusal, update_time })
    await freeDataset(tx, kept, update_time)
  })
}

async function isSwitching(tx: Tx, { dataset_id, version_id }: DatasetVersionRow): Promise<boolean> {
  const dataset = await lockDataset(tx, dataset_id, 'update')
  const kept = await findVersionById(tx, version_id)
  return dataset?.status === DatasetStatus.switching && kept?.status === VersionStatus.creating
}

async function freeDataset(tx: Tx, { dataset_id }: DatasetVersionRow, update_time: number): Promise<void> {
  await tx
    .updateTable('dataset')
    .set({ status: DatasetStatus.normal, update_time })
    .where('dataset_id', '=', dataset_id)
    .execute()
}

import { EntryStateCode } from '#adapters/sql/state-codes.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { WorkforceTaskRow } from '#adapters/sql/tables.ts'
import type { LabelChoice } from '#contract/acceptance.ts'
import { errors } from '#contract/errors.ts'
import type { Choices } from '#core/acceptance/choices.ts'

type LabelChoices = {
  /** By sample, as far as the dataset knows them. */
  choices: Choices
  /** Refuses what is no entry of the pool of the open acceptance (E4420). */
  refuseUnknown: () => void
}

/**
 * Reads what the owner chose for single samples. Refuses a sample that is named twice, and any choice where results stay in
 * the task (E4396). What is unknown is refused only when it is to be applied: a retry may name a sample that is gone since.
 */
export async function readLabelChoices(
  tx: Tx,
  task: WorkforceTaskRow,
  asked: readonly LabelChoice[],
): Promise<LabelChoices> {
  if (asked.length > 0 && !task.auto_sync_dataset) {
    throw errors.parameterInvalid(`muster.choices: the results of the team task ${task.task_name} stay in the task`)
  }
  const twice = asked.findIndex(({ sample_id }, i) => asked.findIndex((one) => one.sample_id === sample_id) < i)
  if (twice >= 0) {
    throw errors.parameterInvalid(`muster.choices[${twice}].sample_id: ${asked[twice]!.sample_id} is named twice`)
  }
  const samples = await tx.each.select(
    'sample',
    ['dataset_id', 'sample_id'],
    ['sample_id', 'sample_key'],
    asked.map(({ sample_id }) => [task.dataset_id, sample_id]),
  )
  const keys = new Map(samples.map(({ sample_id, sample_key }) => [sample_id, sample_key]))
  const entries = await tx.each.select(
    'entry',
    ['task_id', 'sample_key'],
    ['sample_key', 'worker_id', 'state', 'late_in'],
    samples.map(({ sample_key }) => [task.task_id, sample_key]),
  )
  const pool = entries.filter(
    ({ state, late_in }) => state === EntryStateCode.UNCHECK && late_in !== task.acceptance_number,
  )
  const choices = asked.flatMap(({ sample_id, worker_id }) => {
    const sample_key = keys.get(sample_id)
    return sample_key === undefined ? [] : [[sample_key, worker_id ?? null] as const]
  })
  const isInPool = ({ sample_id, worker_id }: LabelChoice) =>
    pool.some(
      (entry) => entry.sample_key === keys.get(sample_id) && (worker_id === undefined || entry.worker_id === worker_id),
    )
  return {
    choices: new Map(choices),
    refuseUnknown: () => {
      const unknown = asked.findIndex((choice) => !isInPool(choice))
      if (unknown < 0) return
      const sentence = `muster.choices[${unknown}]: sample ${asked[unknown]!.sample_id} has no such entry to accept`
      throw errors.sampleUnknown(sentence)
    },
  }
}

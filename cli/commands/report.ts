import { command } from '#cli/command.ts'
import { ExitCode, Failure } from '#cli/exit-codes.ts'
import { findDataset, findTask } from '#cli/find.ts'
import { percent, printFacts, printJson, textOf } from '#cli/output.ts'
import type { AcceptanceBound } from '#contract/acceptance.ts'

export const report = command({
  summary: 'shows the report of an acceptance, with what may still be wrong',
  operands: ['<dataset>', '<task>'],
  options: {
    'checking-task': { type: 'string', value: 'ID', meaning: 'an acceptance of before; the last one when missing' },
  },
  async run({ operands: [name, taskName], values, json, connect }) {
    const muster = await connect()
    const dataset = await findDataset(muster, name!)
    const task = await findTask(muster, dataset, taskName!)
    const names = { dataset_id: dataset.dataset_id, workforce_task_id: task.task_id }
    const { checking_task_id: newest, action } = task.checking_task_desc ?? {}
    const checking_task_id = values['checking-task'] ?? newest
    if (checking_task_id === undefined) {
      throw new Failure(ExitCode.notFound, `The team task ${task.task_name} has no acceptance yet.`)
    }
    const answer = await muster.call('GetWorkforceSamplingTask', { ...names, checking_task_id })
    if (json) return printJson(answer)
    const { checking_stats: last = {}, total_stats: all = {}, muster: { bound } = {} } = answer
    printFacts([
      ['acceptance', checking_task_id],
      [
        'drawn',
        `${textOf(last.sampled_sample_count)} of ${textOf(last.total_sample_count)} (${percent(last.sampling_rate)})`,
      ],
      ['judged', last.checked_sample_count],
      ['passed', last.accepted_sample_count],
      ['rejected', last.rejected_sample_count],
      ['pass rate', last.checked_sample_count ? percent(last.pass_rate) : undefined],
      ['score', last.checked_sample_count ? `${last.score} (${last.total_score} points)` : undefined],
      ['pass rate of all acceptances', all.checked_sample_count ? percent(all.pass_rate) : undefined],
    ])
    const isOpen = newest === checking_task_id && action === undefined
    if (bound) console.log(`\n${sentenceOf(bound, isOpen)}`)
  },
})

/** What the figures allow to say of entries that nobody looked at (behaviour 5.3). */
function sentenceOf({ pool, checked, at_most, left_at_most, confidence }: AcceptanceBound, isOpen: boolean): string {
  if (checked === 0) return 'Nothing was judged, so nothing can be said about the errors.'
  const those = isOpen ? 'If everything is accepted that was not rejected' : 'Of those that were accepted'
  return (
    `At most ${textOf(at_most)} of ${textOf(pool)} entries are wrong, with ${percent(confidence)} confidence.\n` +
    `${those}, at most ${textOf(left_at_most)} are wrong.`
  )
}

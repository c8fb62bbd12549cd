import { expect, test } from 'vitest'
import { ApiError } from '#client/client.ts'
import type { BatchReply } from '#contract/common.ts'
import type { SampleLabels } from '#contract/samples.ts'
import { gatherSubmits, type SubmitNames } from './gather-submits.ts'

const task: SubmitNames = { dataset_id: 'd1', workforce_task_id: 'w1' }
const stale = { success: false, error_code: 'ModelArts.4431', error_msg: 'changed meanwhile' }
const unknown = { success: false, error_code: 'ModelArts.4410', error_msg: 'no such label' }

/** A door to a server that answers a call as it is told; it keeps which samples came together. */
function aDoor(answer: (ids: string[]) => BatchReply) {
  const calls: string[][] = []
  const submit = gatherSubmits('UpdateWorkforceTaskSamples', async (_, samples) => {
    const ids = samples.map((sample: SampleLabels) => sample.sample_id!)
    calls.push(ids)
    await null
    return answer(ids)
  })
  /** What becomes of samples that are handed in at once: a status, 200 when they were taken. */
  const handIn = (ids: string[], names = task) =>
    Promise.all(
      ids.map((sample_id) =>
        submit(names, { sample_id }).then(
          () => 200,
          (error: unknown) => (error instanceof ApiError ? error.status : String(error)),
        ),
      ),
    )
  return { calls, handIn }
}

const wellDone = (): BatchReply => ({ success: true })

test('what is handed in at once goes by one call, in its order', async () => {
  const { calls, handIn } = aDoor(wellDone)
  expect(await handIn(['a', 'b', 'c'])).toEqual([200, 200, 200])
  expect(calls).toEqual([['a', 'b', 'c']])
})

test('what comes later, or is of another task, goes by a call of its own', async () => {
  const { calls, handIn } = aDoor(wellDone)
  await Promise.all([handIn(['a', 'b']), handIn(['c'], { dataset_id: 'd1' })])
  await handIn(['d'])
  expect(calls).toEqual([['a', 'b'], ['c'], ['d']])
})

test('every sample learns what became of itself', async () => {
  const { handIn } = aDoor(() => ({ ...stale, results: [{ success: true }, stale, unknown] }))
  expect(await handIn(['a', 'b', 'c'])).toEqual([200, 412, 400])
})

test('a call that is refused for the form of one sample is made anew for each', async () => {
  const { calls, handIn } = aDoor((ids) => {
    if (ids.includes('b')) throw new ApiError('UpdateWorkforceTaskSamples', 400, unknown)
    return wellDone()
  })
  expect(await handIn(['a', 'b', 'c'])).toEqual([200, 400, 200])
  expect(calls).toEqual([['a', 'b', 'c'], ['a'], ['b'], ['c']])
})

test.each([401, 503])('a call that nobody could make now (%i) is made for none', async (status) => {
  const { calls, handIn } = aDoor(() => {
    throw new ApiError('UpdateWorkforceTaskSamples', status, {})
  })
  expect(await handIn(['a', 'b'])).toEqual([status, status])
  expect(calls).toHaveLength(1)
})

test('without an answer nobody knows about any of them', async () => {
  const { handIn } = aDoor(() => {
    throw new TypeError('network')
  })
  expect(await handIn(['a', 'b'])).toEqual(['TypeError: network', 'TypeError: network'])
})

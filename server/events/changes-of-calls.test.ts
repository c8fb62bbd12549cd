import { describe, expect, test } from 'vitest'
import type { Actor } from '#server/actor.ts'
import { changesOfCall } from './changes-of-calls.ts'

const owner: Actor = { account_id: 'o', user_name: 'olga', domain_name: 'Default', project_id: 'p', worker: null }
const labeler: Actor = { ...owner, account_id: 'l', worker: { worker_id: 'w1', email: 'w1@example.com' } }
const params = { dataset_id: 'd', workforce_task_id: 't' }
const told = { project_id: 'p', kind: 'entries', dataset_id: 'd', workforce_task_id: 't' }

describe('whose entries a call has touched', () => {
  test('are his own when a labeler saves', () => {
    const body = { samples: [{ sample_id: 's' }] }
    expect(changesOfCall('UpdateWorkforceTaskSamples', { actor: labeler, params, query: {}, body })).toEqual([
      { ...told, worker_ids: ['w1'] },
    ])
  })

  test('are those whom a review names, and perhaps all when it leaves one unnamed', () => {
    const comments = [{ worker_id: 'w1' }, { worker_id: 'w2' }, { worker_id: 'w1' }]
    const review = (body: object) => changesOfCall('ReviewSamples', { actor: labeler, params, query: {}, body })
    expect(review({ comments })).toEqual([{ ...told, worker_ids: ['w1', 'w2'] }])
    expect(review({ comments: [...comments, {}] })).toEqual([{ ...told, worker_ids: undefined }])
  })

  test('are nobody’s to hear of while an acceptance is judged', () => {
    const body = { comments: [{ worker_id: 'w1' }] }
    expect(changesOfCall('AcceptSamples', { actor: owner, params, query: {}, body })).toEqual([
      { ...told, worker_ids: [] },
    ])
  })
})

test('a call that only reads changes nothing', () => {
  expect(changesOfCall('ListSamples', { actor: owner, params, query: {}, body: undefined })).toEqual([])
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OperationId, operations } from '#contract/operations.ts'
import { addressOf } from './built.ts'
import { aRightsScenery, type RightsScenery } from './rights-scenery.ts'

let scenery: RightsScenery
let main: { dataset_id: string; workforce_task_id: string }
beforeAll(async () => {
  scenery = await aRightsScenery()
  main = { dataset_id: scenery.id('D1'), workforce_task_id: scenery.id('main') }
})
afterAll(() => scenery.server.close())

const as = (name: string) => scenery.caller(name)

const unknownSample = 'f'.repeat(32)
const unknownTeam = 'NoSuchTeamAnywhere1'

type Row = {
  what: string
  id: OperationId
  by?: string
  known: () => string
  unknown: string
  send: (name: string) => { query?: Record<string, string>; body?: unknown }
}
const rows: Row[] = [
  ...(['UpdateSamples', 'UpdateWorkforceTaskSamples'] as const).map((id) => ({
    what: 'a sample of another project',
    id,
    known: () => scenery.samples.get('D9')!,
    unknown: unknownSample,
    send: (sample_id: string) => ({ body: { samples: [{ sample_id, labels: [] }] } }),
  })),
  ...(['UpdateSamples', 'UpdateWorkforceTaskSamples'] as const).map((id) => ({
    what: 'a sample of a sibling dataset',
    id,
    known: () => scenery.samples.get('D2')!,
    unknown: unknownSample,
    send: (sample_id: string) => ({ body: { samples: [{ sample_id, labels: [] }] } }),
  })),
  {
    what: 'a sample of another project',
    id: 'DeleteSamples',
    known: () => scenery.samples.get('D9')!,
    unknown: unknownSample,
    send: (sample_id) => ({ body: { samples: [sample_id] } }),
  },
  {
    what: 'a sample of another project',
    id: 'ReviewSamples',
    by: 'reviewer',
    known: () => scenery.samples.get('D9')!,
    unknown: unknownSample,
    send: (sample_id) => ({ body: { comments: [{ sample_id, accept: true }] } }),
  },
  {
    what: 'a member of another project',
    id: 'BatchDeleteWorkers',
    known: () => scenery.teams.get('Z')!.labelers[0]!.worker_id,
    unknown: unknownSample,
    send: (worker_id) => ({ body: { workers: [worker_id] } }),
  },
  {
    what: 'a member of another team',
    id: 'BatchDeleteWorkers',
    by: 'manager',
    known: () => as('stranger').worker_id,
    unknown: unknownSample,
    send: (worker_id) => ({ body: { workers: [worker_id] } }),
  },
  {
    what: 'a member of another project',
    id: 'SendEmails',
    known: () => scenery.teams.get('Z')!.labelers[0]!.email,
    unknown: 'nobody@example.com',
    send: (email) => ({ body: { emails: [email] } }),
  },
  {
    what: 'a team of another project',
    id: 'CreateWorkforceTask',
    known: () => scenery.id('Z'),
    unknown: unknownTeam,
    send: (workforce_id) => ({ body: { workforces_config: { workforces: [{ workforce_id }] } } }),
  },
  {
    what: 'a manager of another project',
    id: 'CreateWorkforceTask',
    known: () => scenery.teams.get('Z')!.managers[0]!.worker_id,
    unknown: unknownSample,
    send: (agency) => ({ body: { workforces_config: { agency } } }),
  },
  {
    what: 'a member of another project',
    id: 'CreateWorkforceTask',
    known: () => scenery.teams.get('Z')!.labelers[0]!.email,
    unknown: 'nobody@example.com',
    send: (email) => ({
      body: { workforces_config: { workforces: [{ workforce_id: scenery.id('A'), workers: [{ email }] }] } },
    }),
  },
  {
    what: 'a task of another project',
    id: 'ListWorkforces',
    known: () => scenery.id('foreign'),
    unknown: 'NoSuchTaskAnywhere1',
    send: (workforce_task_id) => ({ query: { workforce_task_id } }),
  },
  {
    what: 'a task of a sibling dataset',
    id: 'GetDatasetMetrics',
    known: () => scenery.id('sibling'),
    unknown: 'NoSuchTaskAnywhere1',
    send: (workforce_task_id) => ({ query: { workforce_task_id } }),
  },
  {
    what: 'a member of another project',
    id: 'ListSamples',
    known: () => scenery.teams.get('Z')!.labelers[0]!.email,
    unknown: 'nobody@example.com',
    send: (email) => ({ query: { email } }),
  },
]

test.each(rows)('$id: $what is as unknown as what never was', async ({ id, by = 'owner', known, unknown, send }) => {
  const caller = as(by)
  const answers = []
  for (const name of [known(), unknown]) {
    const { query = {}, body } = send(name)
    const names = { ...main, project_id: caller.projectId, workforce_id: scenery.id('A') }
    const address = `${addressOf(id, names)}?${new URLSearchParams(query)}`
    const { status, text } = await caller.request(operations[id].method, address, { body })
    answers.push(`${status} ${text.replaceAll(name, 'NAME')}`)
  }
  expect(answers[0]).toBe(answers[1])
})

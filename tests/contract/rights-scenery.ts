import type { CallId } from '#contract/operations.ts'
import { issueToken } from '#server/identity/tokens.ts'
import { aServer, type TestProject, type TestServer } from '#tests/app.ts'
import { aTeam, sampleIdsOf, type TestTeam } from '#tests/builders.ts'
import { Caller } from '#tests/caller.ts'
import { aDetectionSet, teamOf } from './world.ts'

/** Datasets, tasks and teams by the names that the table of a test uses. */
export const tasks = {
  main: { dataset: 'D1', team: 'A' },
  beside: { dataset: 'D1', team: 'C' },
  handedOver: { dataset: 'D1', team: 'C' },
  sibling: { dataset: 'D2', team: 'B' },
  foreign: { dataset: 'D9', team: 'Z' },
} as const
export type TaskName = keyof typeof tasks

/** In which task and in which team somebody is, in which role: 0 labeler, 1 reviewer, 2 manager. */
export const people = {
  labeler: { tasks: { main: 0 }, teams: { A: 0 } },
  reviewer: { tasks: { main: 1 }, teams: { A: 1 } },
  manager: { tasks: { main: 2 }, teams: { A: 2 } },
  agent: { tasks: { beside: 2, handedOver: 2 }, teams: { C: 2 } },
  neighbour: { tasks: { beside: 0 }, teams: { C: 0 } },
  stranger: { tasks: { sibling: 0 }, teams: { B: 0 } },
  removed: { tasks: {}, teams: { A: 0 } },
} as const satisfies Record<string, { tasks: Partial<Record<TaskName, number>>; teams: Record<string, number> }>
export type MemberName = keyof typeof people

export const callerNames = ['nobody', 'expired', 'deleted', 'owner', 'otherOwner', ...Object.keys(people)] as const

/** Two projects with what the tests of rights walk through. Ids are called by their names. */
export class RightsScenery {
  readonly server: TestServer
  readonly callers = new Map<string, Caller>()
  readonly ids = new Map<string, string>()
  /** A sample of every dataset; in `D1` one of the labeler's. */
  readonly samples = new Map<string, string>()
  readonly teams = new Map<string, TestTeam>()

  constructor(server: TestServer) {
    this.server = server
  }

  caller(name: string): Caller {
    return this.callers.get(name)!
  }

  id(name: string): string {
    return this.ids.get(name)!
  }

  names(id: CallId, caller: Caller, place: { dataset: string; task: string; team: string }) {
    const team = this.teams.get(place.team)
    return {
      operation: id,
      project_id: caller.projectId,
      dataset_id: this.id(place.dataset),
      resource_id: this.id(place.dataset),
      workforce_task_id: this.id(place.task),
      workforce_id: this.id(place.team),
      sample_id: this.samples.get(place.dataset) ?? 'f'.repeat(32),
      label_name: 'car',
      comment_id: 'no-such-comment',
      worker_id: team?.labelers[0]?.worker_id ?? 'f'.repeat(32),
    }
  }
}

export async function aRightsScenery(): Promise<RightsScenery> {
  const server = await aServer()
  const scenery = new RightsScenery(server)
  const foreign = await server.makeProject()
  scenery.callers.set('owner', server.owner).set('otherOwner', foreign.owner)
  await makeTeams(scenery, foreign)
  for (const name of ['D1', 'D2']) scenery.ids.set(name, (await aDetectionSet(server)).dataset_id)
  scenery.ids.set('D9', (await aDetectionSet(server, foreign)).dataset_id)
  await makeTasks(scenery)
  await makeGone(scenery)
  for (const name of ['D1', 'D2', 'D9']) {
    scenery.samples.set(name, (await sampleIdsOf(server, scenery.id(name)))[0]!)
  }
  scenery.samples.set('D1', await sampleOf(scenery, 'labeler'))
  return scenery
}

async function makeTeams(scenery: RightsScenery, foreign: TestProject): Promise<void> {
  const { server, callers, teams, ids } = scenery
  teams.set('A', await aTeam(server, { labelers: 3, reviewers: 1, managers: 1 }))
  teams.set('B', await aTeam(server, { labelers: 2 }))
  teams.set('C', await aTeam(server, { labelers: 1, managers: 1 }))
  teams.set('Z', await aTeam(server, { labelers: 1, managers: 1, project: foreign }))
  for (const [name, { workforce_id }] of teams) ids.set(name, workforce_id)
  const [A, B, C] = ['A', 'B', 'C'].map((name) => teams.get(name)!) as [TestTeam, TestTeam, TestTeam]
  callers.set('labeler', A.labelers[0]!).set('removed', A.labelers[1]!).set('deleted', A.labelers[2]!)
  callers.set('reviewer', A.reviewers[0]!).set('manager', A.managers[0]!)
  callers.set('agent', C.managers[0]!).set('neighbour', C.labelers[0]!).set('stranger', B.labelers[0]!)
}

async function makeTasks({ server, callers, teams, ids }: RightsScenery): Promise<void> {
  const [owner, otherOwner] = [callers.get('owner')!, callers.get('otherOwner')!]
  const make = async (name: TaskName, workforces_config: object) => {
    const dataset_id = ids.get(tasks[name].dataset)!
    const by = dataset_id === ids.get('D9') ? otherOwner : owner
    const { task_id } = await by.call('CreateWorkforceTask', { dataset_id }, { workforces_config })
    ids.set(name, task_id)
    await server.idle()
  }
  const A = teams.get('A')!
  const without = (...gone: (Caller | undefined)[]) => ({
    ...A,
    labelers: A.labelers.filter((labeler) => !gone.includes(labeler)),
  })
  await make('main', { workforces: [teamOf(without(callers.get('deleted')))] })
  await make('beside', { workforces: [teamOf(teams.get('C')!)] })
  await make('handedOver', { agency: callers.get('agent')!.email })
  await make('sibling', { workforces: [teamOf(teams.get('B')!)] })
  await make('foreign', { workforces: [teamOf(teams.get('Z')!)] })
  const workforces = [teamOf(without(callers.get('deleted'), callers.get('removed')))]
  const main = { dataset_id: ids.get('D1')!, workforce_task_id: ids.get('main')! }
  await owner.call('UpdateWorkforceTask', main, { workforces_config: { workforces } })
  await server.idle()
}

/** What is not there any more, and who may not come any more. */
async function makeGone({ server, callers, ids }: RightsScenery): Promise<void> {
  const { owner, services } = server
  const { account_id } = await services.store.db
    .selectFrom('account')
    .select('account_id')
    .where('project_id', '=', server.projectId)
    .where('worker_id', 'is', null)
    .executeTakeFirstOrThrow()
  const { token } = await issueToken(services, account_id, server.projectId, { expires_at: server.services.now() - 1 })
  callers.set('expired', new Caller(server.app, { projectId: server.projectId, token }))
  callers.set('nobody', new Caller(server.app, { projectId: server.projectId, token: '' }))
  await owner.call('DeleteWorker', { workforce_id: ids.get('A')!, worker_id: callers.get('deleted')!.worker_id })

  const dataset = await aDetectionSet(server)
  await owner.call('DeleteDataset', dataset)
  const { workforce_id } = await owner.call('CreateWorkforce', {}, { workforce_name: 'gone' })
  await owner.call('DeleteWorkforce', { workforce_id })
  const { task_id } = await owner.call('CreateWorkforceTask', { dataset_id: ids.get('D1')! }, {})
  await owner.call('DeleteWorkforceTask', { dataset_id: ids.get('D1')!, workforce_task_id: task_id })
  ids.set('goneDataset', dataset.dataset_id).set('goneTeam', workforce_id).set('goneTask', task_id)
  ids.set('noDataset', 'NoSuchDatasetAtAll1').set('noTeam', 'NoSuchTeamAnywhere1').set('noTask', 'NoSuchTaskAnywhere1')
  await server.idle()
}

/** The first sample that is dealt to somebody in the main task. */
async function sampleOf({ server, callers, ids }: RightsScenery, name: MemberName): Promise<string> {
  const { sample_id } = await server.services.store.db
    .selectFrom('entry')
    .innerJoin('sample', 'sample.sample_key', 'entry.sample_key')
    .select('sample.sample_id')
    .where('task_id', '=', ids.get('main')!)
    .where('worker_id', '=', callers.get(name)!.worker_id)
    .orderBy('entry_key')
    .executeTakeFirstOrThrow()
  return sample_id
}

import { afterAll, beforeAll, expect, test } from 'vitest'
import { errors } from '#contract/errors.ts'
import { CALL_IDS, type CallId, calls, extensions, type OperationId } from '#contract/operations.ts'
import { permissions } from '#server/permissions.ts'
import { addressOf, BUILT_EXTENSIONS, LATER_OPERATIONS, MAIN_OPERATIONS } from './built.ts'
import { aRightsScenery, callerNames, type MemberName, people, type RightsScenery, tasks } from './rights-scenery.ts'
import { type Right, rights } from './rights-table.ts'

let scenery: RightsScenery
beforeAll(async () => {
  scenery = await aRightsScenery()
})
afterAll(() => scenery.server.close())

/** What the path of a call names. */
const places = [
  { name: 'his own', dataset: 'D1', task: 'main', team: 'A' },
  { name: 'a task beside it', dataset: 'D1', task: 'beside', team: 'C' },
  { name: 'a task handed over', dataset: 'D1', task: 'handedOver', team: 'C' },
  { name: 'a sibling', dataset: 'D2', task: 'sibling', team: 'B' },
  { name: 'a task of a sibling dataset', dataset: 'D1', task: 'sibling', team: 'B' },
  { name: 'another project', dataset: 'D9', task: 'foreign', team: 'Z' },
  { name: 'a task of another project', dataset: 'D1', task: 'foreign', team: 'Z' },
  { name: 'what is deleted', dataset: 'goneDataset', task: 'goneTask', team: 'goneTeam' },
  { name: 'a deleted task', dataset: 'D1', task: 'goneTask', team: 'goneTeam' },
  { name: 'what never was', dataset: 'noDataset', task: 'noTask', team: 'noTeam' },
  { name: 'a task that never was', dataset: 'D1', task: 'noTask', team: 'noTeam' },
]
type Place = (typeof places)[number]

const projects: Record<string, readonly string[]> = {
  owner: ['D1', 'D2', 'A', 'B', 'C', 'main', 'beside', 'handedOver', 'sibling'],
  otherOwner: ['D9', 'Z', 'foreign'],
}

/** One operation calls the dataset a resource. */
const pathOf = (id: CallId) => calls[id].path.replace('{resource_id}', '{dataset_id}')

type Expected = 'let in' | `${number} ${string}`
const refusal = ({ status, error_code }: { status: number; error_code: string }): Expected => `${status} ${error_code}`

/** What the page says about a call: behaviour 1, refusals in their order. */
function expectedOf(id: CallId, caller: string, place: Place): Expected {
  if (caller === 'nobody') return refusal(errors.tokenMissing)
  if (caller === 'expired') return refusal(errors.tokenExpired)
  if (caller === 'deleted') return refusal(errors.memberNotRegistered)
  const path = pathOf(id)
  const reachable = rolesAt(path, caller, place)
  if (typeof reachable === 'string') return reachable
  const [owner, ...ofMembers] = rights[id]!
  const granted = reachable.some((role) => {
    const right: Right = role === 3 ? owner : ofMembers[2 - role]!
    return (
      right === 'yes' || right === 'own' || (right === 'agency' && place.task === 'handedOver' && caller === 'agent')
    )
  })
  if (granted) return 'let in'
  return refusal(id === 'CreateWorkforceTask' ? errors.memberMayNotCreateTask : errors.memberMayNot)
}

/** The roles in which somebody meets what the path names, or how he is told that it is not there. */
function rolesAt(path: string, caller: string, place: Place): number[] | Expected {
  const own = projects[caller]
  const member = people[caller as MemberName] as
    | { tasks: Record<string, number>; teams: Record<string, number> }
    | undefined
  const inTasks = Object.entries(member?.tasks ?? {})
  if (path.includes('{workforce_id}')) {
    const role = own?.includes(place.team) ? 3 : member?.teams[place.team]
    return role === undefined ? refusal(errors.workforceNotFound) : [role]
  }
  if (!path.includes('{dataset_id}')) {
    return own ? [3] : [...inTasks.map(([, role]) => role), ...Object.values(member!.teams)]
  }
  const inDataset = inTasks.filter(([task]) => tasks[task as keyof typeof tasks].dataset === place.dataset)
  if (own ? !own.includes(place.dataset) : inDataset.length === 0) return refusal(errors.datasetNotFound)
  if (!path.includes('{workforce_task_id}')) return own ? [3] : inDataset.map(([, role]) => role)
  const isThere = tasks[place.task as keyof typeof tasks]?.dataset === place.dataset
  const role = own ? 3 : member!.tasks[place.task]
  return isThere && role !== undefined ? [role] : refusal(errors.workforceTaskNotFound)
}

/** Makes a call that changes nothing if it is let in: of the wrong form, or refused because of the state of things. */
async function tryCall(id: CallId, callerName: string, place: Place) {
  const caller = scenery.caller(callerName)
  const names = scenery.names(id, caller, place)
  const query = id === 'DeleteLabelAndSamples' ? '?label_type=wrong' : ''
  const { method, body } = calls[id]
  return caller.request(method, addressOf(id, names) + query, body ? { body: '[]' } : {})
}

/** Past the door: it succeeded, or its form, its state or an item below the path was found wrong. */
const pastTheDoor = [
  refusal(errors.parameterInvalid),
  refusal(errors.datasetHasOpenTasks),
  refusal(errors.memberHasOpenTask),
  // Nothing is dealt yet in the task that is handed over.
  refusal(errors.sampleNotFound),
  refusal(errors.versionNotFound),
  refusal(errors.dataTaskNotFound),
]

/** Every caller at every place, refusals first: what is let in may change something. */
async function walkMatrix(id: CallId): Promise<number> {
  const path = pathOf(id)
  const named = ({ dataset, task, team }: Place) =>
    [
      path.includes('{dataset_id}') && dataset,
      path.includes('{workforce_task_id}') && task,
      path.includes('{workforce_id}') && team,
    ].join(' ')
  const distinct = places.filter((place, n) => places.findIndex((other) => named(other) === named(place)) === n)
  const cells = distinct.flatMap((place) =>
    callerNames.map((caller) => ({ place, caller, expected: expectedOf(id, caller, place) })),
  )
  cells.sort((a, b) => Number(a.expected === 'let in') - Number(b.expected === 'let in'))
  for (const { place, caller, expected } of cells) {
    const cell = `${id}, ${caller}, ${place.name}`
    const { status, json, text } = await tryCall(id, caller, place)
    const got = status < 300 ? 'let in' : `${status} ${json.error_code}`
    if (expected === 'let in') expect(['let in', ...pastTheDoor], `${cell}: ${text}`).toContain(got)
    else expect(`${cell}: ${got}`).toBe(`${cell}: ${expected}`)
  }
  return cells.length
}

const deleting: OperationId = 'DeleteWorkforceTask'

/** The operations that are built, and what Muster adds. */
const BUILT: readonly CallId[] = [...MAIN_OPERATIONS, ...BUILT_EXTENSIONS]

test.each(BUILT.filter((id) => id !== deleting))(
  '%s is open to those whom the page names, and to them alone',
  async (id) => {
    expect(await walkMatrix(id)).toBeGreaterThanOrEqual(callerNames.length)
  },
)

test('what is foreign, out of reach, deleted or unknown is refused with the same bytes', async () => {
  const notFound = [errors.datasetNotFound, errors.workforceTaskNotFound, errors.workforceNotFound].map(refusal)
  const answers = new Map<string, Set<string>>()
  for (const id of BUILT) {
    for (const caller of callerNames) {
      for (const place of places) {
        const expected = expectedOf(id, caller, place)
        if (!notFound.includes(expected)) continue
        const { status, headers, text } = await tryCall(id, caller, place)
        const bytes = JSON.stringify({ status, headers: { ...headers, date: '' }, text })
        answers.set(expected, (answers.get(expected) ?? new Set()).add(bytes))
      }
    }
  }
  expect([...answers.keys()].sort()).toEqual([...notFound].sort())
  for (const [code, bytes] of answers) expect([code, [...bytes]]).toEqual([code, [expect.any(String)]])
})

test('another project in the address is refused before anything in it is looked for', async () => {
  for (const id of MAIN_OPERATIONS) {
    for (const name of ['owner', 'labeler']) {
      const caller = scenery.caller(name)
      const names = scenery.names(id, caller, places[5]!)
      const { method } = calls[id]
      const address = addressOf(id, { ...names, project_id: scenery.caller('otherOwner').projectId })
      const { status, json } = await caller.request(method, address)
      expect([id, status, json.error_code]).toEqual([id, 403, errors.projectMismatch.error_code])
    }
  }
})

test('the table of the code and the table of the page say the same', () => {
  const words = { all: 'yes', own: 'own', agency: 'agency', no: '–' } as const
  const ofCode = CALL_IDS.map((id) => [
    id,
    [...permissions[id]]
      .reverse()
      .map((grant) => words[grant])
      .join(' '),
  ])
  const ofPage = CALL_IDS.map((id) => [id, (rights[id] ?? ['yes', '–', '–', '–']).join(' ')])
  expect(ofCode).toEqual(ofPage)
  expect(Object.keys(rights).sort()).toEqual([...MAIN_OPERATIONS, ...Object.keys(extensions)].sort())
  expect(LATER_OPERATIONS).toHaveLength(18)
})

test('DeleteWorkforceTask is open to those whom the page names, and to them alone', async () => {
  // The last test: the tasks are gone then.
  await walkMatrix(deleting)
})

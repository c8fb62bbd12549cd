import { type Client, createClient, login } from '#client/client.ts'
import { WorkforceTaskStatus } from '#contract/codes.ts'
import type { DemoProject } from '#contract/ours.ts'
import type { SampleLabel } from '#contract/samples.ts'
import type { Place } from './places.ts'

type Names = { dataset_id: string; workforce_task_id: string }

/** Pixels between the boxes of the two. */
const SHIFT = 14

/**
 * A picture that two people labelled, not quite alike, with a comment of the reviewer on a place of it; its owner labels it in
 * the dataset as well. `first` is a task of the demo in which some pictures have their labels already.
 */
export async function makeCompared(
  baseUrl: string,
  owner: Client,
  { people, workforce_id }: DemoProject,
  first: Place,
): Promise<Place> {
  const { dataset_id } = first
  const { samples } = await owner.call('ListWorkforceTaskSamples', { ...first, limit: 100 })
  const { sample_id = '', labels: found = [] } = samples.find(({ labels }) => (labels?.length ?? 0) > 3)!
  const [mira, jonas, lea] = await Promise.all(
    people.map(async ({ email, password }) => {
      const { token } = await login({ baseUrl }, { user_name: email, password })
      return createClient({ baseUrl, project_id: owner.project_id, token })
    }),
  )
  const { task_id = '' } = await owner.call(
    'CreateWorkforceTask',
    { dataset_id },
    { task_name: 'find-it-twice', repetition: 2, workforces_config: { workforces: [{ workforce_id }] } },
  )
  const names = { dataset_id, workforce_task_id: task_id }
  await untilRunning(owner, names)

  const labels = found.map(({ name, property }) => ({ name, property }))
  const save = (by: Client, given: SampleLabel[]) =>
    by.call('UpdateWorkforceTaskSamples', names, { samples: [{ sample_id, labels: given }] })
  await save(mira!, labels)
  await save(jonas!, labels.slice(1).map(shifted))
  await owner.call('UpdateSamples', { dataset_id }, { samples: [{ sample_id, labels }] })

  const [[left = 0, top = 0] = [], [right = 0, bottom = 0] = []] = labels[0]!.property![
    '@modelarts:feature'
  ] as number[][]
  const place = { x: (left + right) / 2, y: (top + bottom) / 2 }
  const { samples: entries } = await owner.call('ListWorkforceTaskSamples', { ...names, limit: 100 })
  for (const { worker_id } of entries.filter((entry) => entry.sample_id === sample_id)) {
    const text = 'Is this one as wide as its box?'
    await lea!.call('AddEntryComment', { ...names, sample_id, worker_id: worker_id! }, { text, place })
  }
  return { ...names, sample_id }
}

async function untilRunning(owner: Client, names: Names): Promise<void> {
  for (;;) {
    const { status } = await owner.call('DescWorkforceTask', names)
    if (status === WorkforceTaskStatus.running) return
    await new Promise((done) => setTimeout(done, 20))
  }
}

/** The label, a little to the right. */
function shifted({ name, property }: SampleLabel): SampleLabel {
  const points = property?.['@modelarts:feature'] as number[][]
  return { name, property: { ...property, '@modelarts:feature': points.map(([x = 0, y = 0]) => [x + SHIFT, y]) } }
}

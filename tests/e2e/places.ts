import type { Client } from '#client/client.ts'
import { uploadFile } from '#client/upload.ts'
import { DatasetType, LabelType, MemberRole } from '#contract/codes.ts'
import type { DemoProject } from '#contract/ours.ts'
import { makeBrought } from './brought.ts'
import { makeCompared } from './compared.ts'

export type Login = { user_name: string; password: string }
export type Place = { dataset_id: string; sample_id: string; workforce_task_id: string }

/** A project with something on every screen: the demo, relations, and a member who has not come yet. */
export type Places = {
  tables: Place
  sentences: Place
  letters: Place
  singles: Place
  triplets: Place
  /** The pictures of `tables` again, each labelled by two people. */
  compared: Place
  /** Pictures that were imported, published and exported. */
  brought: Place
  workforce_id: string
  labeler: Login
  reviewer: Login
  /** The address at which the new member chooses a password. */
  invitation: string
}

/** `owner` calls with a token. */
export async function makePlaces(baseUrl: string, owner: Client): Promise<Places> {
  const demo = await owner.call('CreateDemoProject', {})
  const [tables, sentences, letters, singles] = await Promise.all(demo.datasets.map((one) => placeOf(owner, one)))
  return {
    tables: tables!,
    sentences: sentences!,
    letters: letters!,
    singles: singles!,
    triplets: await makeTriplets(baseUrl, owner),
    compared: await makeCompared(baseUrl, owner, demo, tables!),
    brought: await makeBrought(baseUrl, owner),
    workforce_id: demo.workforce_id,
    labeler: loginOf(demo, MemberRole.labeler),
    reviewer: loginOf(demo, MemberRole.reviewer),
    invitation: await invite(baseUrl, owner, demo.workforce_id),
  }
}

function loginOf({ people }: DemoProject, role: number): Login {
  const { email, password } = people.find((one) => one.role === role)!
  return { user_name: email, password }
}

async function placeOf(
  owner: Client,
  { dataset_id, workforce_task_id = '' }: { dataset_id: string; workforce_task_id?: string },
): Promise<Place> {
  const { samples } = await owner.call('ListSamples', { dataset_id, limit: 1 })
  return { dataset_id, workforce_task_id, sample_id: samples[0]!.sample_id! }
}

const REPORT = [
  'Ada Brook founded Northlight Optics in Linden together with Marek Dvorsky.',
  'Marek Dvorsky leads its workshop in Old Harbour.',
].join('\n')

/** A text with entities and relations, which the demo has none of. */
async function makeTriplets(baseUrl: string, owner: Client): Promise<Place> {
  const path = '/reports/in/founders.txt'
  await uploadFile({ baseUrl, token: owner.token! }, new Blob([REPORT.replace('\n', ' ')]), { path })
  const entity = (name: string, colour: string) => ({
    name,
    type: LabelType.tripletEntity,
    property: { '@modelarts:color': colour },
  })
  const relation = (name: string, from: string, to: string) => ({
    name,
    type: LabelType.tripletRelation,
    property: { '@modelarts:from_type': from, '@modelarts:to_type': to },
  })
  const { dataset_id = '' } = await owner.call(
    'CreateDataset',
    {},
    {
      dataset_name: 'who-founded-what',
      dataset_type: DatasetType.textTriplets,
      data_sources: [{ data_type: 0, data_path: '/reports/in/' }],
      work_path: '/reports/out/',
      work_path_type: 0,
      labels: [
        entity('person', '#1971C2'),
        entity('company', '#9C36B5'),
        relation('founded', 'person', 'company'),
        relation('works for', 'person', 'company'),
      ],
    },
  )
  const sample_id = await firstSample(owner, dataset_id)
  const place = (id: string, name: string, words: string) => {
    const start = REPORT.indexOf(words)
    const property = { '@modelarts:start_index': start, '@modelarts:end_index': start + words.length }
    return { id, name, type: LabelType.tripletEntity, property }
  }
  const between = (id: string, name: string, from: string) => ({
    id,
    name,
    type: LabelType.tripletRelation,
    property: { '@modelarts:from': from, '@modelarts:to': 'E2' },
  })
  const labels = [
    place('E1', 'person', 'Ada Brook'),
    place('E2', 'company', 'Northlight Optics'),
    place('E3', 'person', 'Marek Dvorsky'),
    between('R1', 'founded', 'E1'),
    between('R2', 'works for', 'E3'),
  ]
  await owner.call('UpdateSamples', { dataset_id }, { samples: [{ sample_id, labels }] })
  return { dataset_id, sample_id, workforce_task_id: '' }
}

/** Waits until the files of a dataset are read. */
async function firstSample(owner: Client, dataset_id: string): Promise<string> {
  for (;;) {
    const { samples } = await owner.call('ListSamples', { dataset_id, limit: 1 })
    if (samples[0]?.sample_id) return samples[0].sample_id
    await new Promise((done) => setTimeout(done, 20))
  }
}

async function invite(baseUrl: string, owner: Client, workforce_id: string): Promise<string> {
  await owner.call('CreateWorker', { workforce_id }, { emails: 'noor@demo.invalid', role: MemberRole.labeler })
  const { workers } = await owner.call('ListWorkers', { workforce_id, limit: 100 })
  const { worker_id } = workers.find(({ email }) => email === 'noor@demo.invalid')!
  const reply = await fetch(`${baseUrl}/muster/v1/workers/${worker_id}/invitation`, {
    headers: { 'X-Auth-Token': owner.token! },
  })
  const { link } = (await reply.json()) as { link: string }
  return new URL(link).pathname
}

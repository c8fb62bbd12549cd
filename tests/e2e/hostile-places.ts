import { type Client, createClient } from '#client/client.ts'
import { LabelType } from '#contract/codes.ts'
import type { Label } from '#contract/labels.ts'
import type { TestServer } from '#tests/app.ts'
import { PAYLOADS } from './payloads.ts'
import { makePlaces, type Place, type Places } from './places.ts'

/** How many texts the API has stored, and how many it has refused. */
export type Tally = { stored: number; refused: number }

/** Puts every payload into every text that the API takes, and then by hand into names that it would refuse. */
export async function makeHostilePlaces(
  server: TestServer,
  baseUrl: string,
): Promise<{ places: Places; tally: Tally }> {
  const { projectId: project_id, token } = server.owner
  const owner = createClient({ baseUrl, project_id, token })
  const places = await makePlaces(baseUrl, owner)
  const tally: Tally = { stored: 0, refused: 0 }
  const send = async (asked: Promise<object>) => {
    const answer = await asked.catch(() => ({ success: false }))
    if ('success' in answer && answer.success === false) tally.refused++
    else tally.stored++
  }
  for (const text of PAYLOADS) await Promise.all(plainCalls(owner, places, text).map(send))
  const { letters, sentences, triplets, tables } = places
  places.letters = { ...letters, sample_id: await labelText(owner, letters, LabelType.textClassification, send) }
  places.sentences = { ...sentences, sample_id: await labelText(owner, sentences, LabelType.namedEntity, send) }
  places.triplets = { ...triplets, sample_id: await labelText(owner, triplets, LabelType.tripletEntity, send) }
  await labelPicture(owner, tables, send)
  await owner.call('SetGuideline', tables, { text: PAYLOADS.join('\n\n') })
  await writeByHand(server, places)
  return { places, tally }
}

/** One text into everything that takes one by itself. */
function plainCalls(owner: Client, places: Places, text: string): Promise<object>[] {
  const { tables, singles, letters, sentences, triplets, workforce_id } = places
  const label = (type: LabelType): Label => ({
    name: text,
    type,
    property: { '@muster:note': text } as object,
    attributes: [{ name: 'said', type: 'text' as const, default_value: text }],
  })
  const create = ({ dataset_id }: Place, type: LabelType) =>
    owner.call('CreateLabels', { dataset_id }, { labels: [label(type)] })
  const entry = { ...tables }
  return [
    create(letters, LabelType.textClassification),
    create(sentences, LabelType.namedEntity),
    create(triplets, LabelType.tripletEntity),
    create(singles, LabelType.imageClassification),
    owner.call(
      'CreateLabels',
      { dataset_id: letters.dataset_id },
      {
        labels: [{ name: `colour ${text}`, property: { '@modelarts:color': text } }],
      },
    ),
    owner.call(
      'CreateLabels',
      { dataset_id: letters.dataset_id },
      {
        labels: [{ name: `key ${text}`, property: { '@modelarts:shortcut': text } }],
      },
    ),
    owner.call('UpdateDataset', { dataset_id: singles.dataset_id }, { description: text }),
    owner.call('UpdateDataset', { dataset_id: singles.dataset_id }, { dataset_name: text }),
    owner.call('UpdateWorkforce', { workforce_id }, { description: text }),
    owner.call('CreateWorker', { workforce_id }, { emails: `${text}@demo.invalid`, role: 0 }),
    owner.call('AddEntryComment', entry, { text }),
    owner.call('AddEntryComment', entry, { text, kind: 'skip' }),
    owner.call(
      'UploadSamplesJson',
      { dataset_id: singles.dataset_id },
      {
        samples: [{ name: `${text}.png`, data: PIXEL }],
      },
    ),
  ]
}

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

type Send = (asked: Promise<object>) => Promise<void>

/** A text made of all payloads, labelled with all labels whose names they are; answers its sample. */
async function labelText(owner: Client, { dataset_id }: Place, type: LabelType, send: Send): Promise<string> {
  const text = PAYLOADS.join(' ')
  const { results = [] } = await owner.call(
    'UploadSamplesJson',
    { dataset_id },
    {
      samples: [{ name: `hostile-${type}.txt`, data: Buffer.from(text).toString('base64') }],
    },
  )
  const sample_id = results[0]!.info!
  const { labels } = await owner.call('ListLabels', { dataset_id, limit: 100 })
  const known = new Set(labels.filter((one) => one.type === type).map(({ name }) => name))
  const put = PAYLOADS.filter((name) => known.has(name)).map((name, i) => ({
    name,
    type,
    ...(type !== LabelType.textClassification && { id: `E${i + 1}` }),
    property: {
      said: name,
      ...(type !== LabelType.textClassification && placeOf(text, name)),
    },
  }))
  await send(
    owner.call('UpdateSamples', { dataset_id }, { samples: [{ sample_id, labels: put, metadata: { note: text } }] }),
  )
  const draft = { labels: put.map((one) => ({ ...one, annotated_by: text })), base_revision: 0, edit: 1, tab: 'other' }
  await send(owner.call('SaveDraft', { dataset_id, sample_id }, draft))
  return sample_id
}

function placeOf(text: string, words: string) {
  const start = [...text.slice(0, text.indexOf(words))].length
  return { '@modelarts:start_index': start, '@modelarts:end_index': start + [...words].length }
}

async function labelPicture(owner: Client, { dataset_id, sample_id }: Place, send: Send): Promise<void> {
  const { labels } = await owner.call('ListLabels', { dataset_id })
  for (const [i, text] of PAYLOADS.entries()) {
    const box = {
      '@modelarts:shape': 'bndbox' as const,
      '@modelarts:feature': [
        [i, i],
        [i + 50, i + 50],
      ],
    }
    const put = [{ name: labels[0]!.name!, property: { ...box, note: text } }]
    await send(
      owner.call('UpdateSamples', { dataset_id }, { samples: [{ sample_id, labels: put, metadata: { note: text } }] }),
    )
  }
}

/** What the API refuses may still come from an older record or another program. */
async function writeByHand({ services, projectId }: TestServer, places: Places): Promise<void> {
  const { db } = services.store
  const [script, picture, link] = PAYLOADS as [string, string, string]
  const { dataset_id, workforce_task_id } = places.letters
  await db
    .updateTable('dataset')
    .set({ dataset_name: `${script}${link}`, description: picture })
    .where('dataset_id', '=', dataset_id)
    .execute()
  await db
    .updateTable('workforce_task')
    .set({ task_name: PAYLOADS[4]!, description: link })
    .where('task_id', '=', workforce_task_id)
    .execute()
  await db
    .updateTable('workforce')
    .set({ workforce_name: PAYLOADS[3]!, description: picture })
    .where('project_id', '=', projectId)
    .execute()
  await db
    .updateTable('membership')
    .set({ description: script })
    .where('workforce_id', '=', places.workforce_id)
    .execute()
  await db
    .updateTable('entry')
    .set({ review_comment: PAYLOADS[3]!, check_comment: PAYLOADS[4]! })
    .where('task_id', '=', workforce_task_id)
    .execute()
  const rows = await db
    .selectFrom('sample')
    .select('sample_key')
    .where('dataset_id', '=', places.singles.dataset_id)
    .execute()
  for (const [i, { sample_key }] of rows.entries()) {
    const sample_name = PAYLOADS[i % PAYLOADS.length]!
    await db.updateTable('sample').set({ sample_name }).where('sample_key', '=', sample_key).execute()
  }
  const labels = await db
    .selectFrom('label')
    .select(['label_key'])
    .where('dataset_id', '=', places.tables.dataset_id)
    .execute()
  for (const [i, { label_key }] of labels.entries()) {
    const text = PAYLOADS[(i * 5 + 3) % PAYLOADS.length]!
    const property = JSON.stringify({
      '@modelarts:color': PAYLOADS[24],
      '@modelarts:shortcut': text,
      '@modelarts:default_shape': text,
    })
    await db
      .updateTable('label')
      .set({ name: `${text} ${i}`, property })
      .where('label_key', '=', label_key)
      .execute()
  }
}

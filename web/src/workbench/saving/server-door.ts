import type { Client } from '#client/client.ts'
import type { Draft } from '#contract/ours.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import type { Content } from '#web/workbench/document/label.ts'
import { metadataChange, readContent, writeLabels } from '#web/workbench/document/wire.ts'
import { gatherSubmits } from './gather-submits.ts'
import type { WorkPlace } from './journal-store.ts'

/** Labels as the server has them. */
export type Ground = { readonly content: Content; readonly revision: number }

export type KeptDraft = NonNullable<Draft['draft']>

/** What saving asks of the server; every function throws ApiError when it is refused. */
export type ServerDoor = {
  read(place: WorkPlace): Promise<DescribeSampleResp>
  readDraft(place: WorkPlace): Promise<KeptDraft | undefined>
  dropDraft(place: WorkPlace): Promise<void>
  /** Labels as they were at a revision; undefined when the history does not go back to it. */
  readRevision(place: WorkPlace, revision: number): Promise<Content | undefined>
  saveDraft(place: WorkPlace, draft: DraftToSave, parting: boolean): Promise<void>
  /** Through the wire's own call, with the revision that the work stands upon: 412 when it is another by now. */
  submit(place: WorkPlace, content: Content, ground: Ground): Promise<void>
}

export type DraftToSave = {
  readonly content: Content
  readonly base_revision: number
  readonly edit: number
  readonly tab: string
}

export function groundOf(sample: DescribeSampleResp): Ground {
  return { content: readContent(sample), revision: sample.muster?.revision ?? 0 }
}

/** What a browser sends of a page that is gone. */
const LARGEST_PARTING = 60_000

/** `connect` makes a client that sends by the given function. */
export function openServerDoor(connect: (send: typeof fetch) => Client, send: typeof fetch): ServerDoor {
  const client = connect(send)
  const parting = connect((url, init) => {
    const fits = String(init?.body ?? '').length * 3 < LARGEST_PARTING
    return send(url, { ...init, keepalive: fits })
  })
  const submitEntry = gatherSubmits('UpdateWorkforceTaskSamples', ({ dataset_id, workforce_task_id }, samples) =>
    client.call('UpdateWorkforceTaskSamples', { dataset_id, workforce_task_id: workforce_task_id! }, { samples }),
  )
  const submitSample = gatherSubmits('UpdateSamples', ({ dataset_id }, samples) =>
    client.call('UpdateSamples', { dataset_id }, { samples }),
  )
  return {
    read(place) {
      const inTask = entryOf(place)
      const ids = { dataset_id: place.dataset_id, sample_id: place.sample_id }
      return inTask ? client.call('DescribeWorkforceTaskSample', inTask) : client.call('DescribeSample', ids)
    },
    async readDraft(place) {
      const inTask = entryOf(place)
      return (inTask ? await client.call('GetEntryDraft', inTask) : await client.call('GetDraft', place)).draft
    },
    async dropDraft(place) {
      const inTask = entryOf(place)
      await (inTask ? client.call('DeleteEntryDraft', inTask) : client.call('DeleteDraft', place))
    },
    async readRevision(place, revision) {
      const inTask = entryOf(place)
      let after: { after?: string } = {}
      for (;;) {
        const { history, cursor } = await (inTask
          ? client.call('ListEntryHistory', { ...inTask, ...after })
          : client.call('ListSampleHistory', { dataset_id: place.dataset_id, sample_id: place.sample_id, ...after }))
        const item = history.find((one) => one.revision === revision)
        // Newest first: what is older than the revision is of no use.
        if (item || cursor === undefined || history.some((one) => one.revision < revision))
          return item && readContent(item)
        after = { after: cursor }
      }
    },
    async saveDraft(place, { content, base_revision, edit, tab }, isParting) {
      const body = { labels: writeLabels(content), metadata: { ...content.metadata }, base_revision, edit, tab }
      const { call } = isParting ? parting : client
      const inTask = entryOf(place)
      await (inTask ? call('SaveEntryDraft', inTask, body) : call('SaveDraft', place, body))
    },
    submit(place, content, ground) {
      const { sample_id, worker_id, workforce_task_id } = place
      const metadata = metadataChange(ground.content.metadata, content.metadata)
      const labels = { labels: writeLabels(content), metadata, muster: { revision: ground.revision } }
      const submit = workforce_task_id ? submitEntry : submitSample
      return submit(place, { sample_id, ...(worker_id && { worker_id }), ...labels })
    },
  }
}

function entryOf({ workforce_task_id, ...ids }: WorkPlace) {
  return workforce_task_id === undefined ? undefined : { ...ids, workforce_task_id }
}

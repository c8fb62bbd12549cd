import { setTimeout } from 'node:timers/promises'
import type { Client } from '#client/client.ts'
import { uploadFile } from '#client/upload.ts'
import { DatasetStatus, DatasetType, LabelType } from '#contract/codes.ts'
import { pictures } from './pictures.ts'
import type { Place } from './places.ts'

const box = (name: string, left: number) =>
  `<object><name>${name}</name><bndbox><xmin>${left}</xmin><ymin>60</ymin><xmax>${left + 80}</xmax><ymax>150</ymax></bndbox></object>`

/** Labelled pictures brought in from a folder of the store, some with faults; published and exported. */
export async function makeBrought(baseUrl: string, owner: Client): Promise<Place> {
  const put = (path: string, content: BlobPart) =>
    uploadFile({ baseUrl, token: owner.token! }, new Blob([content]), { path: `/signs/${path}` })
  const [first, ...others] = await pictures(13)
  await put(`in/${first!.name}`, new Uint8Array(first!.buffer))
  for (const [index, { name, buffer }] of others.entries()) {
    await put(`from/${name}`, new Uint8Array(buffer))
    const labels = index % 2 === 0 ? box('car', 20) + box('traffic light', 180) : box('person', 40)
    const xml = index === 3 ? '<annotation' : `<annotation>${labels}</annotation>`
    await put(`from/${name.replace('.png', '.xml')}`, xml)
  }
  const { dataset_id = '' } = await owner.call(
    'CreateDataset',
    {},
    {
      dataset_name: 'street-signs',
      dataset_type: DatasetType.objectDetection,
      data_sources: [{ data_type: 0, data_path: '/signs/in/' }],
      work_path: '/signs/out/',
      work_path_type: 0,
      labels: ['car', 'person'].map((name) => ({ name, type: LabelType.objectDetection })),
    },
  )
  await untilReady(owner, dataset_id)
  await owner.call('ImportTask', { dataset_id }, { import_path: '/signs/from/' })
  await untilReady(owner, dataset_id)
  await owner.call('CreateDatasetVersion', { dataset_id }, { train_evaluate_sample_ratio: '0.80' })
  await untilReady(owner, dataset_id)
  await owner.call('ExportTask', { dataset_id }, { path: '/signs/coco/', muster: { format: 'coco' } })
  const { samples } = await owner.call('ListSamples', { dataset_id, limit: 1 })
  return { dataset_id, sample_id: samples[0]!.sample_id!, workforce_task_id: '' }
}

async function untilReady(owner: Client, dataset_id: string): Promise<void> {
  while ((await owner.call('DescDataset', { dataset_id })).status !== DatasetStatus.normal) await setTimeout(50)
}

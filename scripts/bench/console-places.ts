import sharp from 'sharp'
import type { Client } from '#client/client.ts'
import { uploadFile } from '#client/upload.ts'
import { DatasetType } from '#contract/codes.ts'
import type { SampleLabel } from '#contract/samples.ts'
import { until } from '../demo/server.ts'

export type BenchPlace = { dataset_id: string; sample_id: string }

const WIDTH = 4000
const HEIGHT = 3000
const BOXES = 500
const CHARACTERS = 100_000
const SPANS = 2000

/** A picture of 12 megapixels under 500 boxes. */
export async function makeFullPicture(baseUrl: string, owner: Client): Promise<BenchPlace> {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 }
  const image = sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#777', noise } })
  const columns = 25
  const rows = BOXES / columns
  const labels = Array.from({ length: BOXES }, (_, i): SampleLabel => {
    const [x, y] = [(i % columns) * (WIDTH / columns), Math.floor(i / columns) * (HEIGHT / rows)]
    const feature = [
      [x + 10, y + 10],
      [x + 140, y + 130],
    ]
    return { name: 'thing', property: { '@modelarts:shape': 'bndbox', '@modelarts:feature': feature } }
  })
  const file = { name: 'large.jpg', bytes: await image.jpeg({ quality: 70 }).toBuffer() }
  return makePlace(baseUrl, owner, { name: 'full-picture', type: DatasetType.objectDetection, file, labels })
}

/** A text of 100,000 characters with 2,000 entities. */
export async function makeLongText(baseUrl: string, owner: Client): Promise<BenchPlace> {
  const sentence = 'The ferry to Saint Orban leaves at nine, said Captain Reyes to Ada. '
  const text = sentence.repeat(Math.ceil(CHARACTERS / sentence.length)).slice(0, CHARACTERS)
  const step = CHARACTERS / SPANS
  const labels = Array.from({ length: SPANS }, (_, i): SampleLabel => {
    const start = i * step
    return { name: 'thing', property: { '@modelarts:start_index': start, '@modelarts:end_index': start + 12 } }
  })
  const file = { name: 'long.txt', bytes: Buffer.from(text) }
  return makePlace(baseUrl, owner, { name: 'long-text', type: DatasetType.namedEntities, file, labels })
}

type Plan = {
  name: string
  type: DatasetType
  file: { name: string; bytes: Buffer }
  labels: SampleLabel[]
}

async function makePlace(baseUrl: string, owner: Client, { name, type, file, labels }: Plan): Promise<BenchPlace> {
  const folder = `/bench/${name}/in/`
  await uploadFile({ baseUrl, token: owner.token! }, new Blob([new Uint8Array(file.bytes)]), {
    path: folder + file.name,
  })
  const { dataset_id = '' } = await owner.call(
    'CreateDataset',
    {},
    {
      dataset_name: name,
      dataset_type: type,
      data_sources: [{ data_type: 0, data_path: folder }],
      work_path: `/bench/${name}/out/`,
      work_path_type: 0,
      labels: [{ name: 'thing', property: { '@modelarts:color': '#1971C2' } }],
    },
  )
  const { samples } = await until(
    `reading ${name}`,
    () => owner.call('ListSamples', { dataset_id, limit: 1 }),
    (list) => list.samples.length > 0,
  )
  const sample_id = samples[0]!.sample_id!
  const { results = [] } = await owner.call('UpdateSamples', { dataset_id }, { samples: [{ sample_id, labels }] })
  const refusal = results.find(({ error_msg }) => error_msg)
  if (refusal) throw new Error(refusal.error_msg)
  return { dataset_id, sample_id }
}

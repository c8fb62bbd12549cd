import { PutBucketCorsCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openS3, S3_PATIENCE } from '#adapters/blobs/s3-client.ts'
import { DatasetType, LabelType } from '#contract/codes.ts'
import { environmentOf, type S3Server, startS3Server } from '#tests/blobs/s3-server.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { ALL_SHAPES, drawByMouse, drawingsOf, pictureShown } from './drawing.ts'
import { pictures } from './pictures.ts'
import { aWorld, hasBrowser, OWNER, type Person, type World } from './world.ts'

/** Pictures that the browser reads from an S3 store of another origin (MUSTER_S3_PUBLIC_ENDPOINT). */
describe.runIf(hasBrowser)('pictures that come from the store itself', () => {
  let s3: S3Server
  let world: World
  let owner: Person
  let dataset: TestDataset

  beforeAll(async () => {
    s3 = await startS3Server()
    const { endpoint } = s3.settings
    world = await aWorld({ ...environmentOf(s3.settings), MUSTER_S3_PUBLIC_ENDPOINT: endpoint })
    const [file] = await pictures(1)
    dataset = await aDataset(world.server, {
      type: DatasetType.objectDetection,
      files: { [file!.name]: file!.buffer },
      labels: [{ name: 'car', type: LabelType.objectDetection }],
    })
    owner = await world.person(OWNER)
  })
  afterAll(async () => {
    await world?.close()
    await s3?.stop()
  })

  /** As docs/guide.md tells owners to do. */
  async function allowOrigin(): Promise<void> {
    const { calls, bodies } = openS3(s3.settings, S3_PATIENCE)
    const rule = {
      AllowedOrigins: [world.url],
      AllowedMethods: ['GET'],
      AllowedHeaders: ['*'],
      ExposeHeaders: ['Content-Range', 'Content-Length', 'ETag'],
    }
    await calls.send(new PutBucketCorsCommand({ Bucket: dataset.bucket, CORSConfiguration: { CORSRules: [rule] } }))
    calls.destroy()
    bodies.destroy()
  }

  test('are shown and labelled as any other', async () => {
    const { page, complaints } = owner
    await allowOrigin()
    const [sample] = (await world.server.owner.call('ListSamples', dataset)).samples
    const fromStore: number[] = []
    page.on('response', (response) => {
      if (response.url().startsWith(s3.settings.endpoint)) fromStore.push(response.status())
    })
    await page.goto(`/datasets/${dataset.dataset_id}/label/${sample!.sample_id}`)
    await pictureShown(page)
    await drawByMouse(page, ALL_SHAPES[0]!)
    await page.keyboard.press('Control+Enter')
    const read = () => world.server.owner.call('DescribeSample', { ...dataset, sample_id: sample!.sample_id! })
    await expect.poll(async () => drawingsOf(await read())).toEqual([{ name: 'car', ...ALL_SHAPES[0]! }])
    expect(fromStore).toContain(200)
    expect(complaints).toEqual([])
  })
})

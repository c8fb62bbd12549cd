import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DatasetStatus } from '#contract/codes.ts'
import { holdListings } from '#tests/blobs/held-listings.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { putFiles } from '#tests/imports.ts'
import { aWorld, hasBrowser, OWNER, type Person, type World } from './world.ts'

/** Work on data that takes too long for somebody, or is not what he wanted (workbench 11, "cancel"). */
describe.runIf(hasBrowser)('stopping', () => {
  let world: World
  let dataset: TestDataset
  let owner: Person
  let release = () => {}

  beforeAll(async () => {
    world = await aWorld()
    dataset = await aDataset(world.server, { files: { '1.png': blackPng(100, 80) } })
    owner = await world.person(OWNER)
  })
  afterEach(() => release())
  afterAll(() => world?.close())

  const button = (name: string) => owner.page.getByRole('button', { name, exact: true })
  const dialog = () => owner.page.getByRole('dialog')
  const statusOf = async ({ dataset_id }: { dataset_id: string }) =>
    (await world.server.owner.call('DescDataset', { dataset_id })).status

  test('an import where it is listed, after being told what stays', async () => {
    const { page } = owner
    const import_path = await putFiles(world.server, dataset, { '2.png': blackPng(100, 80) })
    release = holdListings(world.server)
    await world.server.owner.call('ImportTask', dataset, { import_path })
    await page.goto(`/datasets/${dataset.dataset_id}/data`)
    const card = page.getByRole('article').first()
    await card.getByRole('button', { name: 'Stop' }).click()
    await dialog().getByText('Stop this import?').waitFor()
    await dialog().getByRole('button', { name: 'Cancel' }).click()
    expect(await statusOf(dataset)).toBe(DatasetStatus.importing)
    await card.getByRole('button', { name: 'Stop' }).click()
    await dialog().getByRole('button', { name: 'Stop' }).click()
    await card.getByText('Stopped', { exact: true }).waitFor()
    await card.getByText('What has come in stays in the dataset.').waitFor()
    expect(await statusOf(dataset)).toBe(DatasetStatus.normal)
  })

  test('a check, where it goes on and where it is listed, which changes nothing', async () => {
    const { page } = owner
    const import_path = await putFiles(world.server, dataset, { '3.png': blackPng(100, 80) }, 'tried')
    release = holdListings(world.server)
    await page.goto(`/datasets/${dataset.dataset_id}/import`)
    await page.getByRole('textbox', { name: 'Folder' }).fill(import_path)
    await button('Check the source').click()
    await button('Stop the check').click()
    await button('Check the source').waitFor()
    expect(await statusOf(dataset)).toBe(DatasetStatus.normal)
    await button('Check the source').click()
    await page.getByText('The source is being read').waitFor()
    await page.goto(`/datasets/${dataset.dataset_id}`)
    await page.getByText('A source is being checked').waitFor()
    await page.getByRole('tab', { name: 'Import and export' }).click()
    const card = page.getByRole('article').first()
    await card.getByRole('button', { name: 'Stop' }).click()
    await dialog().getByText('Stop this check?').waitFor()
    await dialog().getByRole('button', { name: 'Stop' }).click()
    await card.getByText('The dataset is as it was.').waitFor()
  })

  test('the reading of a new dataset, which can be worked with all the same', async () => {
    const { page } = owner
    const { bucket, input } = dataset
    release = holdListings(world.server)
    const { dataset_id } = await world.server.owner.call(
      'CreateDataset',
      {},
      {
        dataset_name: 'too-large',
        data_sources: [{ data_path: input }],
        work_path: `/${bucket}/work/`,
        work_path_type: 0,
      },
    )
    await page.goto(`/datasets/${dataset_id}`)
    await button('Stop').click()
    await dialog().getByRole('button', { name: 'Stop' }).click()
    await page.getByText('Its first import was stopped before it was done.').waitFor()
    await page.getByText('There are no samples in this dataset').waitFor()
    expect(await statusOf({ dataset_id: dataset_id! })).toBe(DatasetStatus.normal)
    release()
    await page.getByRole('tab', { name: 'Import and export' }).click()
    await button('Synchronize').click()
    await dialog().getByRole('button', { name: 'Synchronize' }).click()
    await page.getByRole('article').filter({ hasText: '1 sample added' }).waitFor()
    await page.getByText('Its first import was stopped before it was done.').waitFor({ state: 'hidden' })
  })
})

import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { importFiles, labelsOf } from '#tests/imports.ts'
import { aWorld, hasBrowser, OWNER, type Person, type World } from './world.ts'

/** Versions published and switched, samples exported, a dataset brought in line with its folder (workbench 11). */

const MINUTE = 60_000
const picture = blackPng(100, 80)
/** Six pictures of cats, six of dogs. */
const animals = Object.fromEntries(
  ['cat', 'dog'].flatMap((name) => Array.from({ length: 6 }, (_, i) => [`${name}/${name}${i}.png`, picture])),
)

describe.runIf(hasBrowser)('data that goes out', () => {
  let world: World
  let dataset: TestDataset
  let owner: Person

  beforeAll(async () => {
    world = await aWorld()
    dataset = await aDataset(world.server, { labels: [{ name: 'cat' }, { name: 'dog' }] })
    await importFiles(world.server, dataset, animals)
    owner = await world.person(OWNER)
  })
  afterAll(() => world?.close())

  const button = (name: string | RegExp) => owner.page.getByRole('button', { name, exact: true })
  const dialog = () => owner.page.getByRole('dialog')
  const card = (name: string) => owner.page.getByRole('article', { name })
  const open = (tab: string) => owner.page.goto(`/datasets/${dataset.dataset_id}/${tab}`)

  test('is published with a split that is shown for each label beforehand', async () => {
    const { page } = owner
    await open('versions')
    await button('Publish a version').click()
    const cats = dialog().getByRole('row').filter({ hasText: 'cat' })
    const figures = async () => (await cats.innerText()).split(/\s+/)
    await expect.poll(figures).toEqual(['cat', '6', '5', '1'])
    await dialog()
      .getByRole('slider', { name: /^Samples for training/ })
      .focus()
    for (let i = 0; i < 30; i++) await page.keyboard.press('ArrowLeft')
    await dialog().getByText('Samples for training: 50%').waitFor()
    await expect.poll(figures).toEqual(['cat', '6', '3', '3'])
    await dialog().getByRole('button', { name: 'Publish', exact: true }).click()
    await card('V001').getByText('Since the beginning: 12 added').waitFor()
    await card('V001').getByText('Current').waitFor()
    await card('V001').getByText('Training: 6').waitFor()
    await card('V001').getByText('Validation: 6').waitFor()
  })

  test('copies the path of its manifest', async () => {
    await owner.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await card('V001').getByRole('button', { name: 'Copy the path' }).click()
    await card('V001').getByRole('button', { name: 'Copied' }).waitFor()
    const path = await owner.page.evaluate(() => navigator.clipboard.readText())
    expect(path).toMatch(new RegExp(`^/${dataset.bucket}/out/.*/V001.manifest$`))
  })

  test('tells what has changed since the version before', async () => {
    const { samples } = await world.server.owner.call('ListSamples', { ...dataset, sample_type: 0, limit: 1 })
    const [{ sample_id = '' } = {}] = samples
    await world.server.owner.call('UpdateSamples', dataset, { samples: [{ sample_id, labels: [] }] })
    world.server.advance(MINUTE)
    await button('Publish a version').click()
    await dialog().getByRole('textbox', { name: 'Name' }).fill('second')
    await dialog().getByRole('button', { name: 'Publish', exact: true }).click()
    await card('second').getByText('Since V001: 0 added, 1 changed, 0 deleted').waitFor()
  })

  test('comes back with an older version, and what was there is kept', async () => {
    const { page } = owner
    const now = await labelsOf(world.server, dataset)
    await button('Switch to V001').click()
    await dialog().getByText('How the dataset is now is kept first.').waitFor()
    await dialog().getByRole('button', { name: 'Switch', exact: true }).click()
    await card('V001').getByText('Current').waitFor()
    await page.getByRole('heading', { name: 'Kept states' }).waitFor()
    await button('Go back to it').waitFor()
    expect(Object.values(await labelsOf(world.server, dataset))).not.toContain('')
    await button('Go back to it').click()
    await dialog().getByRole('button', { name: 'Go back to it' }).click()
    await dialog().waitFor({ state: 'hidden' })
    await button('Publish a version').and(page.locator(':enabled')).waitFor()
    await world.server.idle()
    expect(await labelsOf(world.server, dataset)).toEqual(now)
  })

  test('loses a version that is deleted, and nothing else', async () => {
    await button('Delete version: second').click()
    await dialog().getByRole('button', { name: 'Delete version' }).click()
    await card('second').waitFor({ state: 'hidden' })
    expect(Object.keys(await labelsOf(world.server, dataset))).toHaveLength(12)
  })

  test('is exported from a version in a chosen format, with what it loses, and as an archive', async () => {
    const { page } = owner
    await page.getByRole('link', { name: 'Export V001' }).click()
    await page.getByRole('combobox', { name: 'What is exported' }).and(page.locator('[value="Version V001"]')).waitFor()
    await page.getByRole('textbox', { name: 'Folder' }).fill(`/${dataset.bucket}/taken/`)
    await page.getByRole('combobox', { name: 'Format' }).click()
    await page.getByRole('option', { name: 'One folder for each label' }).click()
    await button('Export').click()
    const task = card(`/${dataset.bucket}/taken/`)
    await task.getByText('Done').waitFor()
    await task.getByRole('button', { name: /written otherwise$/ }).click()
    await task.getByRole('columnheader', { name: 'How often' }).waitFor()
    const download = page.waitForEvent('download')
    await task.getByRole('link', { name: 'Download as ZIP' }).click()
    const archive = await readFile(await (await download).path())
    expect(archive.subarray(0, 2).toString()).toBe('PK')
    expect(archive.includes('cat0.png')).toBe(true)
  })

  test('becomes a new dataset', async () => {
    const { page } = owner
    await page.getByRole('link', { name: 'Export data' }).click()
    await page.getByText('A new dataset', { exact: true }).click()
    await page.getByRole('radio', { name: 'Only some of them' }).check()
    await page.getByRole('combobox', { name: 'With one of these labels' }).click()
    await page.getByRole('option', { name: 'dog' }).click()
    await page.getByRole('textbox', { name: 'Name of the new dataset' }).fill('dogs')
    await page.getByRole('textbox', { name: 'Its input folder' }).fill(`/${dataset.bucket}/dogs-in/`)
    await page.getByRole('textbox', { name: 'Its output folder' }).fill(`/${dataset.bucket}/dogs-out/`)
    await button('Export').click()
    await page.getByRole('link', { name: 'Open the new dataset' }).click()
    await page.getByRole('heading', { name: 'dogs' }).waitFor()
    await world.server.idle()
    const dataset_id = page.url().split('/').at(-1)!
    const dogs = Object.values(await labelsOf(world.server, dataset)).filter((label) => label === 'dog')
    expect(Object.values(await labelsOf(world.server, { ...dataset, dataset_id }))).toEqual(dogs)
  })

  test('follows its folder, once somebody has agreed to what that deletes', async () => {
    const { blobs } = world.server.services
    await blobs.deleteBlob(dataset.bucket, 'in/cat/cat0.png')
    await blobs.writeBlob(dataset.bucket, 'in/dog/new.png', Buffer.from(picture))
    await open('data')
    await owner.page.getByText('Not synchronized yet.').waitFor()
    await button('Synchronize').click()
    await dialog().getByText('Samples whose file is gone are deleted').waitFor()
    await dialog().getByRole('button', { name: 'Synchronize' }).click()
    await owner.page.getByText('1 sample added · 1 deleted').waitFor()
    expect(Object.keys(await labelsOf(world.server, dataset))).toContain('in/dog/new.png')
  })
})

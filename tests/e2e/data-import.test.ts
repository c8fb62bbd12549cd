import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetType, LabelType } from '#contract/codes.ts'
import { aDataset, type TestDataset } from '#tests/builders.ts'
import { blackPng } from '#tests/fixtures/png.ts'
import { labelsOf, putFiles } from '#tests/imports.ts'
import type { FilePayload } from './pictures.ts'
import { aWorld, hasBrowser, OWNER, type Person, type World } from './world.ts'

/** Data brought into a dataset: source, dry run, names of labels, import, what went wrong (workbench 11). */

const box = (name: string) =>
  `<object><name>${name}</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>50</xmax><ymax>50</ymax></bndbox></object>`
const annotation = (...names: string[]) => `<annotation>${names.map(box).join('')}</annotation>`

describe.runIf(hasBrowser)('an import', () => {
  let world: World
  let dataset: TestDataset
  let owner: Person

  beforeAll(async () => {
    world = await aWorld()
    dataset = await aDataset(world.server, {
      type: DatasetType.objectDetection,
      files: { 'old.png': blackPng(100, 80) },
      labels: [{ name: 'car', type: LabelType.objectDetection }],
    })
    const picture = blackPng(100, 80)
    await putFiles(world.server, dataset, {
      ...{ '1.png': picture, '2.png': picture, '3.png': picture, '4.png': picture },
      ...{ '1.xml': annotation('automobile'), '2.xml': annotation('traffic light', 'dog'), '3.xml': '<annotation' },
    })
    owner = await world.person(OWNER)
  })
  afterAll(() => world?.close())

  const button = (name: string | RegExp) => owner.page.getByRole('button', { name, exact: true })
  const row = (name: string) => owner.page.getByRole('row').filter({ hasText: name })

  test('begins with the folder, found by looking into the store', async () => {
    const { page } = owner
    await page.goto(`/datasets/${dataset.dataset_id}/data`)
    await page.getByRole('link', { name: 'Import data' }).click()
    await button('Browse').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: dataset.bucket }).click()
    await dialog.getByRole('button', { name: 'from' }).click()
    await dialog.getByText('1.png').waitFor()
    await dialog.getByRole('button', { name: 'Take this folder' }).click()
    await dialog.waitFor({ state: 'hidden' })
    expect(await page.getByRole('textbox', { name: 'Folder' }).inputValue()).toBe(`/${dataset.bucket}/from/`)
  })

  test('is tried first: what it would bring is told, and nothing changes', async () => {
    const { page } = owner
    await button('Check the source').click()
    await page.getByRole('heading', { name: 'Read as Pascal VOC beside the files (.xml)' }).waitFor()
    await row('3.xml').getByText('is not valid XML').waitFor()
    await row('automobile').getByText('Will be made').waitFor()
    await row('traffic light').getByText('Will be made').waitFor()
    expect(Object.keys(await labelsOf(world.server, dataset))).toEqual(['in/old.png'])
  })

  test('is still there after the page was left', async () => {
    await owner.page.reload()
    await row('traffic light').first().waitFor()
  })

  test('gives labels other names, or leaves them out', async () => {
    const { page } = owner
    await page.getByRole('combobox', { name: 'Name of automobile here' }).fill('car')
    await row('automobile').getByText('There already').waitFor()
    await page.getByRole('checkbox', { name: 'Take dog' }).uncheck()
    await row('dog').getByText('Left out').waitFor()
    await page.getByRole('combobox', { name: 'Name of traffic light here' }).fill('lights')
    await button('Import').click()
    await page.waitForURL(/\/data$/)
    const card = page.getByRole('article').first()
    await card.getByText('Done').waitFor()
    await card.getByText(/new samples · .*with labels/).waitFor()
    expect(await labelsOf(world.server, dataset)).toMatchObject({
      'in/1.png': 'car',
      'in/2.png': 'lights',
      'in/old.png': '',
    })
  })

  test('lists what went wrong, also as a file', async () => {
    const { page } = owner
    const card = page.getByRole('article').first()
    await card.getByRole('button', { name: /^Show \d+ problem/ }).click()
    await row('3.xml').waitFor()
    const download = page.waitForEvent('download')
    await card.getByRole('link', { name: 'Download as CSV' }).click()
    const text = await readFile(await (await download).path(), 'utf8')
    expect(text).toMatch(/^"?kind"?,"?path"?,"?line"?,"?reason"?/)
    expect(text).toContain('3.xml')
  })

  test('that brings nothing says so', async () => {
    const { page } = owner
    await page.getByRole('link', { name: 'Import data' }).click()
    await page.getByRole('textbox', { name: 'Folder' }).fill(`/${dataset.bucket}/from/`)
    await button('Check the source').click()
    await page.getByText('Nothing of this would change the dataset').waitFor()
    expect(await button('Import').isDisabled()).toBe(true)
  })

  test('that cannot be read says why', async () => {
    const { page } = owner
    await button('Back to the source').click()
    await page.getByRole('textbox', { name: 'Folder' }).fill(`/${dataset.bucket}/nowhere/`)
    await button('Check the source').click()
    await page.getByRole('alert').getByText('There is nothing at this path.').waitFor()
  })

  test('takes files of this computer, with the labels beside them', async () => {
    const { page } = owner
    await page.getByText('This computer').click()
    await choose([
      { name: 'new.png', mimeType: 'image/png', buffer: Buffer.from(blackPng(90, 90)) },
      { name: 'new.xml', mimeType: 'text/xml', buffer: Buffer.from(annotation('car')) },
      { name: 'notes.docx', mimeType: 'application/msword', buffer: Buffer.from('x') },
    ])
    await page.getByText('1 file is left out: of another kind, or empty.').waitFor()
    await page.getByText('notes.docx').waitFor()
    await button('Send and check').click()
    await button('Import 1 sample').click()
    await page.getByRole('article').first().getByText('1 new sample · 1 with labels').waitFor()
    const labels = Object.entries(await labelsOf(world.server, dataset))
    expect(labels.find(([path]) => /^in\/import-\d+\/new\.png$/.test(path))?.[1]).toBe('car')
  })

  test('keeps what is typed when the page is loaded again', async () => {
    const { page } = owner
    await page.getByRole('link', { name: 'Import data' }).click()
    await page.getByRole('textbox', { name: 'Folder' }).fill('/somewhere/')
    await page.reload()
    await expect.poll(() => page.getByRole('textbox', { name: 'Folder' }).inputValue()).toBe('/somewhere/')
  })

  test('happens when a dataset is made of files with labels, and the form outlives a reload', async () => {
    const { page } = owner
    await page.goto('/datasets/new')
    await page.getByRole('textbox', { name: 'Name' }).fill('from-here')
    await page.reload()
    await expect.poll(() => page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('from-here')
    await choose([
      { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from(blackPng(90, 90)) },
      { name: 'a.xml', mimeType: 'text/xml', buffer: Buffer.from(annotation('bus')) },
    ])
    await button('Create dataset').click()
    await page.waitForURL(/\/datasets\/(?!new$)\w+$/)
    await page.getByText('100% of 1').waitFor()
    await page.goto('/datasets/new')
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('')
  })

  test('waits with its files for a sign-in when the session has ended, and goes on', async () => {
    const { page, context } = owner
    await page.getByRole('textbox', { name: 'Name' }).fill('patient')
    await choose([{ name: 'p.png', mimeType: 'image/png', buffer: Buffer.from(blackPng(90, 90)) }])
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    await page.route('**/muster/v1/uploads/*', async (route) => {
      await ended
      await route.continue()
    })
    await button('Create dataset').click()
    await page.getByText('0 of 1 file sent · 0 bytes of').waitFor()
    await context.clearCookies()
    end()
    const dialog = page.getByRole('dialog', { name: 'Please sign in again' })
    await dialog.getByRole('textbox', { name: 'Password' }).fill(OWNER.password)
    await dialog.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(/\/datasets\/(?!new$)\w+$/)
    await page.unroute('**/muster/v1/uploads/*')
    expect(await world.server.services.blobs.statBlob('datasets', 'patient/input/p.png')).toBeDefined()
    await page.goto('/datasets/new')
  })

  test('leaves the files of another dataset alone when the name is taken', async () => {
    const { page } = owner
    await page.getByRole('textbox', { name: 'Name' }).fill('from-here')
    await choose([{ name: 'stray.png', mimeType: 'image/png', buffer: Buffer.from(blackPng(90, 90)) }])
    await button('Create dataset').click()
    await page.getByRole('alert').getByText('Another dataset has this name already.').waitFor()
    expect(await world.server.services.blobs.statBlob('datasets', 'from-here/input/stray.png')).toBeUndefined()
  })

  async function choose(files: readonly FilePayload[]): Promise<void> {
    const chooser = owner.page.waitForEvent('filechooser')
    await button('Choose files').click()
    await (await chooser).setFiles([...files])
  }
})

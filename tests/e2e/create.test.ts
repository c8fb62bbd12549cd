import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatasetStatus, VersionStatus } from '#contract/codes.ts'
import { aDataset } from '#tests/builders.ts'
import { settle } from './screens.ts'
import { tabThrough } from './tabbing.ts'
import { violations } from './violations.ts'
import { aWorld, hasBrowser, OWNER, type Person, type World } from './world.ts'

const payload = (name: string, text: string | Buffer) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(text),
})

const SALES = 'day,sum,city\n2026-01-31,1.5,"Ulm, Donau"\n2026-02-01,20,Köln\n'

/** Datasets of all types, from all sources (workbench 11, "Create"). */
describe.runIf(hasBrowser)('a new dataset', () => {
  let world: World
  let owner: Person
  let page: Page

  beforeAll(async () => {
    world = await aWorld()
    owner = await world.person(OWNER)
    page = owner.page
  })
  afterAll(() => world?.close())

  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  const ofOther = async (type: RegExp) => {
    const others = button('Other kinds of data')
    if ((await others.getAttribute('aria-expanded')) === 'false') await others.click()
    await page.getByRole('radio', { name: type }).click()
  }
  const begin = async (name: string, type: RegExp) => {
    await page.goto('/datasets/new')
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
    await ofOther(type)
  }
  const chooseFiles = async (...files: ReturnType<typeof payload>[]) => {
    const chooser = page.waitForEvent('filechooser')
    await button('Choose files').click()
    await (await chooser).setFiles(files)
  }
  const source = (name: string) => page.getByRole('radiogroup').getByText(name, { exact: true }).click()
  const create = async () => {
    await button('Create dataset').click()
    await page.waitForURL(/\/datasets\/(?!new$)\w{6,}/)
    const dataset_id = page.url().split('/')[4]!
    await expect
      .poll(async () => (await world.server.owner.call('DescDataset', { dataset_id })).status)
      .toBe(DatasetStatus.normal)
    return dataset_id
  }
  const columns = () =>
    page
      .getByRole('listitem')
      .filter({ has: page.getByRole('combobox', { name: /^Type of column/ }) })
      .evaluateAll((rows) =>
        rows.map((row) => `${row.querySelector('input')!.value} ${row.querySelector('select')!.value}`),
      )
  const tabs = () => page.getByRole('tab').allInnerTexts()
  /** Of the samples, the newest first. */
  const names = () => page.getByRole('option').evaluateAll((tiles) => tiles.map((one) => one.querySelector('p')!.title))

  test('of a table from this computer has the columns of its first file, as somebody corrects them', async () => {
    await begin('sales', /^Table/)
    await chooseFiles(payload('b.csv', 'x,y,z\n2026-03-01,1,Bonn\n'), payload('a.csv', SALES))
    await expect.poll(columns).toEqual(['day DATE', 'sum DOUBLE', 'city STRING'])
    await page.getByRole('switch', { name: 'The first row of a CSV file names its columns' }).click({ force: true })
    await expect.poll(columns).toEqual(['column_1 STRING', 'column_2 STRING', 'column_3 STRING'])
    await page.getByRole('switch', { name: 'The first row of a CSV file names its columns' }).click({ force: true })
    await page.getByRole('textbox', { name: 'Name of column 2' }).fill('day')
    await page.getByText('Another column has this name.').first().waitFor()
    expect(await button('Create dataset').isDisabled()).toBe(true)
    await page.getByRole('textbox', { name: 'Name of column 2' }).fill('total')
    await page.getByRole('combobox', { name: 'Type of column 3' }).selectOption('BYTE')
    expect(await columns()).toEqual(['day DATE', 'total DOUBLE', 'city BYTE'])
    await button('Guess again from the first file').click()
    await expect.poll(columns).toEqual(['day DATE', 'sum DOUBLE', 'city STRING'])
    await button('Add a column').click()
    await button('Take column 4 away: column_4').click()
    await page.getByRole('textbox', { name: 'Name of column 2' }).fill('total')
    expect(await page.getByRole('combobox', { name: 'Labels' }).count()).toBe(0)
    const dataset_id = await create()
    expect(await world.server.owner.call('DescDataset', { dataset_id })).toMatchObject({
      dataset_type: 400,
      total_sample_count: 2,
      data_sources: [{ with_column_header: true }],
      schema: [
        { name: 'day', type: 'DATE' },
        { name: 'total', type: 'DOUBLE' },
        { name: 'city', type: 'STRING' },
      ],
    })
    await page.getByRole('row', { name: 'total DOUBLE' }).waitFor()
    await expect.poll(tabs).toEqual(['Overview', 'Samples', 'Import and export', 'Versions'])
    await page.getByRole('tab', { name: 'Samples' }).click()
    await expect.poll(names).toEqual(['b.csv', 'a.csv'])
    expect(await page.getByText('Unlabelled').count()).toBe(0)
    expect(await violations(page, { name: 'files', who: 'owner', path: `/datasets/${dataset_id}/samples` })).toEqual([])
    await page.getByRole('option').last().dblclick()
    await page.getByRole('cell', { name: 'Ulm, Donau' }).waitFor()
    await page.getByRole('columnheader', { name: 'total DOUBLE' }).waitFor()
    expect(await violations(page, { name: 'table', who: 'owner', path: new URL(page.url()).pathname })).toEqual([])
    const tabbed = await tabThrough(page)
    expect(tabbed).toMatchObject({ missed: [], unseen: [], cameRound: true })
    await button('Previous').click()
    await page.getByRole('heading', { name: 'b.csv' }).waitFor()
    await page.goto(`/datasets/${dataset_id}/versions`)
    await button('Publish a version').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click()
    const versions = async () => (await world.server.owner.call('ListDatasetVersions', { dataset_id })).versions
    await expect.poll(async () => (await versions()).map(({ status }) => status)).toEqual([VersionStatus.normal])
  })

  test('of a table in the store has the columns that the server sees there', async () => {
    const { bucket } = await aDataset(world.server, { files: { 'deep/a.csv': SALES } })
    await begin('stored', /^Table/)
    await source('A folder of the object store')
    await page.getByRole('textbox', { name: 'Input folder' }).fill(`/${bucket}/none/`)
    await page.getByText('No CSV file is found in this folder.').waitFor()
    await page.getByRole('textbox', { name: 'Input folder' }).fill(`/${bucket}/in/`)
    await expect.poll(columns).toEqual(['day DATE', 'sum DOUBLE', 'city STRING'])
    await settle(page)
    const tabbed = await tabThrough(page)
    expect(tabbed).toMatchObject({ missed: [], unseen: [], cameRound: true })
    expect(await violations(page, { name: 'create', who: 'owner', path: '/datasets/new' })).toEqual([])
    expect(await columns()).toEqual(['day DATE', 'sum DOUBLE', 'city STRING'])
    const dataset_id = await create()
    expect(await world.server.owner.call('DescDataset', { dataset_id })).toMatchObject({ total_sample_count: 1 })
  })

  test('of videos plays them', async () => {
    await begin('films', /^Video/)
    await chooseFiles(payload('film.webm', await aFilm(page)), payload('broken.mp4', 'no film'))
    const dataset_id = await create()
    await expect.poll(tabs).toEqual(['Overview', 'Samples', 'Labels', 'Import and export', 'Versions'])
    expect(await page.getByText('team task', { exact: false }).count()).toBe(0)
    await page.getByRole('tab', { name: 'Samples' }).click()
    await expect.poll(names).toEqual(['film.webm', 'broken.mp4'])
    await page.getByRole('option').first().dblclick()
    const film = page.locator('video')
    await film.evaluate((one: HTMLVideoElement) => one.play())
    await expect.poll(() => film.evaluate((one: HTMLVideoElement) => one.videoWidth)).toBe(64)
    expect(await violations(page, { name: 'film', who: 'owner', path: new URL(page.url()).pathname })).toEqual([])
    await button('Next').click()
    await page.getByText('This browser cannot show the file.', { exact: false }).waitFor()
    expect(await world.server.owner.call('DescDataset', { dataset_id })).toMatchObject({ total_sample_count: 2 })
  })

  test('of free format takes files of any kind, which can be downloaded', async () => {
    await begin('things', /^Free format/)
    await chooseFiles(payload('notes.xyz', 'one'), payload('sheet.csv', 'a,b'))
    await create()
    await page.getByText('2 files', { exact: true }).waitFor()
    await page.getByRole('tab', { name: 'Samples' }).click()
    await expect.poll(names).toEqual(['sheet.csv', 'notes.xyz'])
    await page.getByRole('option').last().dblclick()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download' }).click()
    expect((await download).suggestedFilename()).toBe('notes.xyz')
  })

  test('whose data comes later is empty, leads to its imports and takes them', async () => {
    await begin('later', /^Free format/)
    await source('Later')
    await page.getByText('/datasets/later/input/', { exact: false }).waitFor()
    const dataset_id = await create()
    expect(new URL(page.url()).pathname).toBe(`/datasets/${dataset_id}/data`)
    await page.getByRole('link', { name: 'Import data' }).click()
    await page.getByText('This computer', { exact: true }).click()
    expect(await page.getByText('A manifest file').count()).toBe(0)
    expect(await page.getByText('Files and labels').count()).toBe(0)
    await chooseFiles(payload('notes.xyz', 'one'))
    await button('Send and check').click()
    await button(/^Import/).click()
    const seen = () => world.server.owner.call('DescDataset', { dataset_id })
    await expect.poll(async () => (await seen()).total_sample_count).toBe(1)
  })
})

/** A film of some moments, of 64 times 48 pixels, made by the browser itself. */
async function aFilm(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 })
    const context = canvas.getContext('2d')!
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm' })
    const parts: Blob[] = []
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
    recorder.start()
    for (let step = 0; step < 10; step++) {
      context.fillStyle = `rgb(${step * 20} 90 160)`
      context.fillRect(0, 0, 64, 48)
      await new Promise((done) => setTimeout(done, 50))
    }
    const stopped = new Promise((done) => recorder.addEventListener('stop', done))
    recorder.stop()
    await stopped
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer())
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  })
  return Buffer.from(base64, 'base64')
}

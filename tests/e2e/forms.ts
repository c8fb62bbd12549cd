import type { FilePayload } from './pictures.ts'
import type { Person } from './world.ts'

/** What an owner fills in on the way to a running task; each ends where the console leads. */

type DatasetForm = { type: string; name: string; files: readonly FilePayload[]; labels: readonly string[] }

/** Makes a dataset from files of the computer. Answers its id. */
export async function createDataset({ page }: Person, { type, name, files, labels }: DatasetForm): Promise<string> {
  await page.goto('/datasets')
  await page.getByRole('link', { name: /^(New|Create your) dataset$/ }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('radio', { name: new RegExp(`^${type}`) }).click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose files' }).click()
  await (await chooser).setFiles([...files])
  const field = page.getByRole('combobox', { name: 'Labels' })
  for (const label of labels) {
    await field.fill(label)
    await field.press('Enter')
  }
  await page.getByRole('button', { name: 'Create dataset' }).click()
  await page.waitForURL(/\/datasets\/(?!new$)\w+$/)
  return page.url().split('/').at(-1)!
}

/** Adds a label on the page of labels. */
export async function addLabel({ page }: Person, dataset_id: string, name: string): Promise<void> {
  await page.goto(`/datasets/${dataset_id}/labels`)
  await page.getByRole('button', { name: 'New label' }).click()
  const dialog = page.getByRole('dialog', { name: 'New label' })
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'hidden' })
}

type Member = { email: string; role: 'Labeler' | 'Reviewer' }

/** Makes a team. Answers the links with which its members are invited, copied from the page. */
export async function createTeam(
  { page, context }: Person,
  name: string,
  members: readonly Member[],
): Promise<string[]> {
  await page.getByRole('link', { name: 'Teams' }).click()
  await page.getByRole('button', { name: 'New team' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('link', { name }).click()
  for (const role of ['Labeler', 'Reviewer'] as const) {
    const emails = members.filter((one) => one.role === role).map(({ email }) => email)
    await page.getByRole('button', { name: 'Add members' }).click()
    await dialog.getByRole('textbox', { name: 'E-mail addresses' }).fill(emails.join('\n'))
    await dialog.getByLabel('Role').click()
    await page.getByRole('option', { name: role }).click()
    await dialog.getByRole('button', { name: 'Add members' }).click()
    await dialog.waitFor({ state: 'hidden' })
  }
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const links: string[] = []
  for (const { email } of members) {
    const row = page.getByRole('row').filter({ hasText: email })
    await row.getByRole('button', { name: 'Copy invitation link' }).click()
    await page.getByText('The link is in the clipboard').first().waitFor()
    await page.waitForFunction((known) => navigator.clipboard.readText().then((text) => !known.includes(text)), links)
    links.push(await page.evaluate(() => navigator.clipboard.readText()))
  }
  return links
}

/** Follows an invitation, sets a password and signs in with it. */
export async function acceptInvitation({ page }: Person, link: string, email: string, password: string): Promise<void> {
  await page.goto(link)
  await page.getByText(`Choose a password for ${email}`).waitFor()
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(password)
  await page.getByRole('textbox', { name: 'Password once more' }).fill(password)
  await page.getByRole('button', { name: 'Set password' }).click()
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.getByRole('textbox', { name: 'User name or e-mail' }).fill(email)
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'My participations' }).waitFor()
}

/** Deals a dataset out to a team. Answers the id of the task, and what the page said before it was made. */
export async function createTask({ page }: Person, dataset_id: string, name: string, labelersOfEach = 1) {
  await page.goto(`/datasets/${dataset_id}/tasks`)
  await page.getByRole('link', { name: 'New team task' }).first().click()
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  const preview = page.getByRole('table')
  await preview.getByRole('row').nth(1).waitFor()
  if (labelersOfEach > 1) {
    const before = await preview.innerText()
    await page.getByRole('textbox', { name: 'Labelers of each sample' }).fill(String(labelersOfEach))
    const isOther = (old: string) => ![old, undefined].includes(document.querySelector('table')?.innerText)
    await page.waitForFunction(isOther, before)
  }
  const shares = await preview.getByRole('row').allInnerTexts()
  await page.getByRole('button', { name: 'Create and deal' }).click()
  await page.waitForURL(/\/tasks\/\w+$/)
  return { workforce_task_id: page.url().split('/').at(-1)!, shares: shares.slice(1).map((text) => text.split(/\s+/)) }
}

/** Draws so many entries for an acceptance. */
export async function startAcceptance({ page }: Person, entries: number): Promise<void> {
  await page.getByRole('button', { name: 'Start acceptance' }).click()
  const dialog = page.getByRole('dialog', { name: 'Start acceptance' })
  await dialog.getByText('A number', { exact: true }).click()
  await dialog.getByRole('textbox', { name: 'Entries' }).fill(String(entries))
  await dialog.getByRole('button', { name: 'Start acceptance' }).click()
  await dialog.waitFor({ state: 'hidden' })
}

/** Ends an acceptance in the way that the page calls `ending`. */
export async function finishAcceptance({ page }: Person, ending: string): Promise<void> {
  await page.getByRole('button', { name: 'Finish acceptance' }).click()
  const dialog = page.getByRole('dialog', { name: 'Finish acceptance' })
  await dialog.getByRole('radio', { name: ending }).click()
  await dialog.getByRole('button', { name: 'Next' }).click()
  await dialog.getByRole('button', { name: /^(Accept|Reject) / }).click()
  await dialog.waitFor({ state: 'hidden' })
}

import { ApiError } from '#client/client.ts'
import type { DescDatasetResp } from '#contract/datasets.ts'
import type { WorkforceTask } from '#contract/workforce-tasks.ts'
import type { Workforce } from '#contract/workforces.ts'
import type { Muster } from './connection.ts'
import { ExitCode, Failure } from './exit-codes.ts'
import { readPages } from './pages.ts'

export type Dataset = DescDatasetResp & { dataset_id: string }

/** A dataset by its id or its name. */
export async function findDataset({ call }: Muster, word: string): Promise<Dataset> {
  const known = await call('DescDataset', { dataset_id: idOf(word, 'dataset') }).catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 404) return undefined
    throw error
  })
  if (known) return known as Dataset
  const similar = await readPages(async (page) => {
    const { datasets, total_number } = await call('ListDatasets', { ...page, search_content: word, with_labels: true })
    return { rows: datasets, total: total_number }
  })
  return onlyOne(
    'dataset',
    word,
    similar.filter(({ dataset_name }) => dataset_name === word),
  ) as Dataset
}

/** A team task of a dataset by its id or its name. */
export async function findTask({ call }: Muster, { dataset_id }: Dataset, word: string) {
  const { tasks } = await call('ListWorkforceTasks', { dataset_id })
  const byId = tasks.filter(({ task_id }) => task_id === word)
  const found = byId.length > 0 ? byId : tasks.filter(({ task_name }) => task_name === word)
  return onlyOne('team task', word, found) as WorkforceTask & { task_id: string }
}

/** A team by its id or its name. */
export async function findTeam(muster: Muster, word: string) {
  const teams = await listTeams(muster)
  const byId = teams.filter(({ workforce_id }) => workforce_id === word)
  const found = byId.length > 0 ? byId : teams.filter(({ workforce_name }) => workforce_name === word)
  return onlyOne('team', word, found) as Workforce & { workforce_id: string }
}

export function listTeams({ call }: Muster): Promise<Workforce[]> {
  return readPages(async (page) => {
    const { workforces, total_number } = await call('ListWorkforces', page)
    return { rows: workforces, total: total_number }
  })
}

/** Ids stand in addresses, where `..` would lead somewhere else; names of datasets are made of the same letters. */
export function idOf(word: string, what: string): string {
  if (/^[\w-]+$/.test(word)) return word
  throw notFound(what, word)
}

/** The one that was found; a Failure when there is none, or more than one. */
export function onlyOne<Found>(what: string, word: string, found: readonly Found[]): Found {
  if (found.length > 1) throw new Failure(ExitCode.usage, `${found.length} ${what}s are called "${word}": say its id.`)
  if (found[0] === undefined) throw notFound(what, word)
  return found[0]
}

const notFound = (what: string, word: string) => new Failure(ExitCode.notFound, `There is no ${what} "${word}".`)

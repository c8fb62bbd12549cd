import { command } from '#cli/command.ts'
import { findTeam, listTeams } from '#cli/find.ts'
import { printJson, printTable, wordOf } from '#cli/output.ts'
import { readPages } from '#cli/pages.ts'
import { WorkerRole, WorkerStatus } from '#contract/codes.ts'

export const teams = command({
  summary: 'lists teams, or the members of one',
  operands: ['[<team>]'],
  options: {},
  async run({ operands: [name], json, connect }) {
    const muster = await connect()
    if (name === undefined) {
      const found = await listTeams(muster)
      if (json) return printJson(found)
      const rows = found.map((team) => [team.workforce_name, team.worker_count, team.description, team.workforce_id])
      return printTable(['name', 'members', 'description', 'id'], rows, 'There are no teams.')
    }
    const { workforce_id } = await findTeam(muster, name)
    const members = await readPages(async (page) => {
      const { workers, total_number } = await muster.call('ListWorkers', { workforce_id, ...page })
      return { rows: workers, total: total_number }
    })
    if (json) return printJson(members)
    const rows = members.map(({ email, role, status, worker_id }) => [
      email,
      wordOf(WorkerRole, role),
      wordOf(WorkerStatus, status),
      worker_id,
    ])
    printTable(['e-mail', 'role', 'status', 'id'], rows, 'The team has no members.')
  },
})

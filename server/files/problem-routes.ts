import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { writeSpreadsheetRows } from '#adapters/files/spreadsheet-rows.ts'
import { listProblems } from '#adapters/sql/data-tasks.ts'
import { authorize } from '#server/access.ts'
import { datasetOf } from '#server/handler.ts'
import { authenticate } from '#server/identity/authenticate.ts'
import type { Services } from '#server/services.ts'

const COLUMNS = ['kind', 'path', 'line', 'reason'] as const
/** Problems read from the records at a time. */
const PAGE = 1000

type Names = { dataset_id: string; task_id: string }

/**
 * `GET /muster/v1/datasets/{dataset_id}/data-tasks/{task_id}/problems.csv`: the list of `ListDataTaskProblems` as a file for
 * spreadsheets, which run no cell of it (reliability S16).
 */
export function addProblemRoutes(app: FastifyInstance, services: Services): void {
  app.get<{ Params: Names }>(
    '/muster/v1/datasets/:dataset_id/data-tasks/:task_id/problems.csv',
    async (request, reply) => {
      const { dataset_id, task_id } = request.params
      const actor = await authenticate(services, request)
      const scope = await authorize(services.store.read, actor, 'ListDataTaskProblems', { dataset_id })
      reply.headers({
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="problems.csv"',
      })
      return reply.send(Readable.from(writeRows(services, { dataset_id: datasetOf(scope).dataset_id, task_id })))
    },
  )
}

async function* writeRows({ store }: Services, names: Names): AsyncGenerator<string> {
  yield writeSpreadsheetRows([COLUMNS])
  for (let after = 0; ; ) {
    const rows = await listProblems(store.db, names, { after, limit: PAGE })
    if (rows.length > 0) yield writeSpreadsheetRows(rows.map((row) => COLUMNS.map((column) => row[column])))
    if (rows.length < PAGE) return
    after = rows.at(-1)!.problem_key
  }
}

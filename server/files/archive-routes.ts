import type { FastifyInstance } from 'fastify'
import { type ArchivedFile, ZipArchive } from '#adapters/files/zip-archive.ts'
import { findDataTask } from '#adapters/sql/data-tasks.ts'
import { errors } from '#contract/errors.ts'
import { authorize } from '#server/access.ts'
import type { ExportPlan } from '#server/exports/export-plan.ts'
import { datasetOf } from '#server/handler.ts'
import { authenticate } from '#server/identity/authenticate.ts'
import type { Services } from '#server/services.ts'
import { sendEntity } from './send-entity.ts'

/** Files of one archive: each is held in memory by its name while it is sent. */
const MOST = 200_000

type Names = { dataset_id: string; task_id: string }

/**
 * `GET /muster/v1/datasets/{dataset_id}/export-tasks/{task_id}/archive.zip`: the folder that an export wrote, as one file that is made
 * while it is sent; ranges go on with a download that broke off (formats 10).
 */
export function addArchiveRoutes(app: FastifyInstance, services: Services): void {
  app.route<{ Params: Names }>({
    method: ['GET', 'HEAD'],
    url: '/muster/v1/datasets/:dataset_id/export-tasks/:task_id/archive.zip',
    async handler(request, reply) {
      const { dataset_id, task_id } = request.params
      const { store, blobs } = services
      const actor = await authenticate(services, request)
      const scope = await authorize(store.read, actor, 'GetExportTaskStatusOfDataset', { dataset_id })
      const task = await findDataTask(store.read, 'export', task_id)
      if (task?.dataset_id !== datasetOf(scope).dataset_id) throw errors.dataTaskNotFound()
      const { target, new_dataset }: ExportPlan = JSON.parse(task.request)
      if (task.status !== 'SUCCESSED' || new_dataset) throw errors.dataTaskNotFound('The export has written no folder.')
      const files = await filesBelow(services, target)
      const archive = new ZipArchive(blobs, { bucket: target.bucket, files })
      const entity = {
        type: 'application/zip',
        name: `${scope.dataset!.dataset_name}.zip`,
        etag: archive.etag,
        size: await archive.size(),
        open: async (range: { offset: number; length?: number }) => archive.open(range),
      }
      return sendEntity(request, reply, entity, 'private, no-cache')
    },
  })
}

async function filesBelow(
  { blobs }: Services,
  { bucket, key }: { bucket: string; key: string },
): Promise<ArchivedFile[]> {
  const files: ArchivedFile[] = []
  for await (const page of blobs.listBlobs(bucket, { prefix: key })) {
    for (const info of page) files.push({ name: info.key.slice(key.length), info })
    if (files.length > MOST)
      throw errors.limitExceeded(`An archive holds at most ${MOST} files; read the folder itself.`)
  }
  return files
}

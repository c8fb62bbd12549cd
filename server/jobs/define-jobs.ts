import {
  findDatasetOf,
  findDatasetOfDataTask,
  findDatasetOfVersion,
  findTaskOf,
  findTaskOfAcceptance,
  type Telling,
  told,
} from '#server/events/changes-of-jobs.ts'
import type { Services } from '#server/services.ts'
import { applyVerdict } from './apply-verdict.ts'
import { copyResults } from './copy-results.ts'
import { dealTasks } from './deal.ts'
import { deleteDataset } from './delete-dataset.ts'
import { deleteVersion } from './delete-version.ts'
import { drawSample } from './draw-sample.ts'
import { dropUnfinished } from './drop-unfinished.ts'
import { dropUploads } from './drop-uploads.ts'
import { eraseNames } from './erase-names.ts'
import { exportData } from './export-data.ts'
import { importData } from './import-data.ts'
import type { JobKind } from './jobs.ts'
import { publishVersion } from './publish-version.ts'
import { REMOVE_FILES, removeFiles } from './remove-files.ts'
import { removeTask } from './remove-task.ts'
import { SEND_MAILS, sendMails } from './send-mails.ts'
import { snapshotMetrics } from './snapshot-metrics.ts'
import { switchVersion } from './switch-version.ts'
import { syncData } from './sync-data.ts'

/** Makes every kind of job known to the runner; those that people wait for tell what they change. */
export function defineJobs(services: Services): void {
  const { jobs } = services
  const define = (name: string, job: JobKind, telling: Telling) => jobs.define(name, told(services, job, telling))

  const takesData = { find: findDatasetOfDataTask, kinds: ['dataset', 'labels', 'sample', 'task'] } as const
  define('import', importData(services), takesData)
  define('sync', syncData(services), { ...takesData, kinds: [...takesData.kinds, 'entries'] })
  define('export', exportData(services), { find: findDatasetOfDataTask, kinds: ['dataset'] })
  const ofVersion = { find: findDatasetOfVersion, kinds: ['dataset'] } as const
  define('publish-version', publishVersion(services), ofVersion)
  define('switch-version', switchVersion(services), { ...ofVersion, kinds: ['dataset', 'labels', 'sample'] })
  define('delete-version', deleteVersion(services), ofVersion)
  define('delete-dataset', deleteDataset(services), { find: findDatasetOf, kinds: ['dataset'] })
  define('deal', dealTasks(services), { find: findTaskOf, kinds: ['task', 'entries'] })
  define('remove-task', removeTask(services), { find: findTaskOf, kinds: [] })
  define('draw-sample', drawSample(services), { find: findTaskOfAcceptance, kinds: ['task', 'entries'] })
  define('apply-verdict', applyVerdict(services), {
    find: findTaskOfAcceptance,
    kinds: ['task', 'entries', 'dataset', 'sample'],
  })
  define('copy-results', copyResults(services), { find: findTaskOf, kinds: ['dataset', 'sample'] })
  jobs.define('drop-unfinished', dropUnfinished(services))
  jobs.define('drop-uploads', dropUploads(services))
  jobs.define('erase-names', eraseNames(services))
  jobs.define('snapshot-metrics', snapshotMetrics(services))
  jobs.define(REMOVE_FILES[0], removeFiles(services))
  jobs.define(SEND_MAILS[0], sendMails(services))
}

import type { Services } from '#server/services.ts'
import { applyVerdict } from './apply-verdict.ts'
import { dealTasks } from './deal.ts'
import { deleteDataset } from './delete-dataset.ts'
import { drawSample } from './draw-sample.ts'
import { REMOVE_FILES, removeFiles } from './remove-files.ts'
import { removeTask } from './remove-task.ts'
import { scanDataset } from './scan-dataset.ts'
import { SEND_MAILS, sendMails } from './send-mails.ts'
import { snapshotMetrics } from './snapshot-metrics.ts'

/** Makes every kind of job known to the runner. */
export function defineJobs(services: Services): void {
  const { jobs } = services
  jobs.define('scan-dataset', scanDataset(services))
  jobs.define('delete-dataset', deleteDataset(services))
  jobs.define('snapshot-metrics', snapshotMetrics(services))
  jobs.define('deal', dealTasks(services))
  jobs.define('remove-task', removeTask(services))
  jobs.define('draw-sample', drawSample(services))
  jobs.define('apply-verdict', applyVerdict(services))
  jobs.define(REMOVE_FILES[0], removeFiles(services))
  jobs.define(SEND_MAILS[0], sendMails(services))
}

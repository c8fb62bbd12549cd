import type { Services } from '#server/services.ts'
import { applyVerdict } from './apply-verdict.ts'
import { dealTasks } from './deal.ts'
import { drawSample } from './draw-sample.ts'
import { scanDataset } from './scan-dataset.ts'

/** Makes every kind of job known to the runner. */
export function defineJobs(services: Services): void {
  const { jobs } = services
  jobs.define('scan-dataset', scanDataset(services))
  jobs.define('deal', dealTasks(services))
  jobs.define('draw-sample', drawSample(services))
  jobs.define('apply-verdict', applyVerdict(services))
}

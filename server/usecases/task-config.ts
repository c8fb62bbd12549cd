import type { WorkforceConfig, WorkforcesConfig } from '#contract/workforce-tasks.ts'
import { workerIdOf } from '#server/ids.ts'

/**
 * The teams of a configuration as a task keeps them until it is started. People stand there by id alone: when a member is
 * deleted his address must be gone everywhere.
 */
export function keepConfig(project_id: string, config: WorkforcesConfig | undefined): string {
  const workforces = (config?.workforces ?? []).map(({ workforce_id, workforce_name, workers }) => ({
    ...(workforce_id === undefined ? { workforce_name } : { workforce_id }),
    ...(workers?.length && { workers: workers.map((worker) => keepWorker(project_id, worker)) }),
  }))
  return JSON.stringify({ workforces })
}

/** The kept teams, in the form in which a call sends them. */
export function readConfig(kept: string): { workforces: WorkforceConfig[] } {
  return JSON.parse(kept)
}

function keepWorker(
  project_id: string,
  { worker_id, email, role }: NonNullable<WorkforceConfig['workers']>[number],
): object {
  const id = worker_id ?? (email === undefined ? undefined : workerIdOf(project_id, email.trim().toLowerCase()))
  return { worker_id: id, ...(role !== undefined && { role }) }
}

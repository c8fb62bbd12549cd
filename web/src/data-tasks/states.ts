/** `check`: an import that is only tried. */
export type DataTaskKind = 'import' | 'check' | 'sync' | 'export'

const RUNNING: readonly (string | undefined)[] = ['QUEUING', 'STARTING', 'INIT', 'RUNNING']

/** Whether a task on the data of a dataset still goes on. */
export function isRunning({ status }: { status?: string }): boolean {
  return RUNNING.includes(status)
}

const STOPPED = 'ModelArts.4363'

/** Whether it ended because somebody wanted it so, which is no fault. */
export function isStopped({ error_code }: { error_code?: string | undefined }): boolean {
  return error_code === STOPPED
}

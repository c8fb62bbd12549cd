const RUNNING: readonly (string | undefined)[] = ['QUEUING', 'STARTING', 'INIT', 'RUNNING']

/** Whether a task on the data of a dataset still goes on. */
export function isRunning({ status }: { status?: string }): boolean {
  return RUNNING.includes(status)
}

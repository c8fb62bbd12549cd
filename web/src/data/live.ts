import type { QueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { CallId } from '#contract/operations.ts'
import { queries } from './queries.ts'

/** What the server says has changed; never contents, only names (`/muster/v1/events`). */
type Change = { kind: keyof typeof readings; dataset_id?: string; workforce_task_id?: string; sample_id?: string }

/** What has to be read again when something of a kind has changed. */
const readings = {
  dataset: ['ListDatasets', 'DescDataset', 'GetDatasetStats', 'GetDatasetMetrics', 'ListSamples', 'ListSearch'],
  labels: ['ListLabels', 'GetDatasetStats', 'ListSamples'],
  task: ['ListWorkforceTasks', 'DescWorkforceTask', 'ListWorkerTasks', 'GetWorkforceSamplingTask', 'GetGuideline'],
  entries: [
    'ListWorkforceTaskSamples',
    'ListWorkforceTaskStats',
    'GetWorkforceTaskMetrics',
    'DescWorkforceTask',
    'ListWorkerTasks',
    'GetWorkforceSamplingTask',
    'ListEntries',
  ],
  sample: ['ListSamples', 'DescribeSample', 'GetDatasetStats', 'DescDataset', 'ListSampleHistory'],
  jobs: ['ListJobs', 'DescDataset', 'ListDatasets', 'DescWorkforceTask', 'ListWorkforceTasks'],
  team: ['ListWorkforces', 'DescWorkforce', 'ListWorkers', 'ListAllWorkers', 'DescWorker'],
} as const satisfies Record<string, readonly CallId[]>

const SILENCE = 60_000
const POLLING = 10_000

/** Keeps what the screen shows up to date: by events while they come, else by asking every ten seconds. */
export function useLiveUpdates(): { connected: boolean } {
  const [connected, setConnected] = useState(true)
  useEffect(() => {
    const source = new EventSource('/muster/v1/events')
    let heard = Date.now()
    const alive = () => {
      heard = Date.now()
      setConnected(true)
    }
    source.onopen = () => {
      // What happened while nobody listened is not told again.
      if (Date.now() - heard > POLLING) void queries.invalidateQueries({ refetchType: 'active' })
      alive()
    }
    source.onmessage = ({ data }) => {
      alive()
      applyChange(queries, JSON.parse(data) as Change)
    }
    source.addEventListener('alive', alive)
    source.onerror = () => setConnected(false)
    const polling = setInterval(() => {
      if (source.readyState === EventSource.OPEN && Date.now() - heard < SILENCE) return
      void queries.invalidateQueries({ refetchType: 'active', predicate: ({ queryKey }) => queryKey[0] !== 'session' })
    }, POLLING)
    return () => {
      source.close()
      clearInterval(polling)
    }
  }, [])
  return { connected }
}

function applyChange(client: QueryClient, change: Change): void {
  const ids: readonly CallId[] = readings[change.kind] ?? []
  void client.invalidateQueries({
    predicate: ({ queryKey: [id, args] }) => ids.includes(id as CallId) && concerns(args, change),
  })
}

/** A reading that names another dataset or task than the change is still right. */
function concerns(args: unknown, change: Change): boolean {
  const names = Object(args) as Partial<Change>
  return (['dataset_id', 'workforce_task_id', 'sample_id'] as const).every(
    (name) => names[name] === undefined || change[name] === undefined || names[name] === change[name],
  )
}

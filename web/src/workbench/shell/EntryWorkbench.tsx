import { Center } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { DatasetType } from '#contract/codes.ts'
import type { Label } from '#contract/labels.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import type { DescWorkforceTaskResp } from '#contract/workforce-tasks.ts'
import { Fault } from '#web/components/Fault.tsx'
import { callOptions, useCall } from '#web/data/calls.ts'
import { useSession } from '#web/data/session.tsx'
import { pathOfSource } from '#web/data/source.ts'
import type { Editor } from './editor.ts'
import { LabelledEntry } from './LabelledEntry.tsx'
import type { FilterName, Mode } from './modes.ts'
import type { TaskNames } from './queue.ts'
import { useLatest } from './useLatest.ts'
import { ViewedEntry } from './ViewedEntry.tsx'

/** What all parts of the frame are told about the entry on the screen and the list it is in. */
export type EntryProps = {
  names: TaskNames
  mode: Mode
  filter: FilterName
  task: DescWorkforceTaskResp
  dataset_type: DatasetType
  labels: readonly Label[]
  Editor: Editor
  entries: readonly DescribeSampleResp[]
  index: number
  hasMore: boolean
  onMore: () => void
  onChoose: (entry: DescribeSampleResp) => void
  onStep: (by: number) => void
  onFilter: (filter: FilterName) => void
  /** Something has become of an entry. */
  onChanged: (entry: DescribeSampleResp) => void
}

/** One entry of a team task: what the server has of it, and the next ones made ready. */
export function EntryWorkbench({
  entry,
  ahead,
  ...props
}: EntryProps & { entry: DescribeSampleResp; ahead: readonly DescribeSampleResp[] }) {
  const { names, mode } = props
  const { project_id, role } = useSession()
  const queries = useQueryClient()
  const { data, error, refetch } = useCall('DescribeWorkforceTaskSample', namesOf(names, entry))

  useEffect(() => {
    for (const next of ahead) {
      void queries
        .ensureQueryData(callOptions(project_id, 'DescribeWorkforceTaskSample', namesOf(names, next)))
        .then(prepareImage, () => {})
    }
  }, [ahead, names, project_id, queries])

  const shown = useLatest(data)
  if (error && !data) {
    return (
      <Center h="100dvh">
        <Fault error={error} onRetry={() => void refetch()} />
      </Center>
    )
  }
  if (!shown) return null
  const isSettled = shown.sample_status === 'ACCEPTED' && role !== 'owner'
  return mode === 'label' && !isSettled ? (
    <LabelledEntry {...props} sample={shown} />
  ) : (
    <ViewedEntry {...props} sample={shown} isSettled={isSettled} />
  )
}

/** A sample may have entries of several members. */
function namesOf(names: TaskNames, { sample_id, worker_id }: DescribeSampleResp) {
  return { ...names, sample_id: sample_id!, ...(worker_id && { worker_id }) }
}

/** Fetched and decoded before it is looked at. */
async function prepareImage({ sample_data, source }: DescribeSampleResp): Promise<void> {
  if (sample_data || !source) return
  const image = new Image()
  image.src = pathOfSource(source)
  await image.decode().catch(() => {})
}

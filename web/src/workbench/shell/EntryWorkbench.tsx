import { Alert, Center } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { LinkProps } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Label } from '#contract/labels.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { Fault } from '#web/components/Fault.tsx'
import { useSession } from '#web/data/session.tsx'
import { pathOfSource } from '#web/data/source.ts'
import { addressToOpen, sizeOfPicture } from '#web/workbench/image/picture-address.ts'
import type { Editor } from './editor.ts'
import { LabelledEntry } from './LabelledEntry.tsx'
import type { Mode } from './modes.ts'
import { describeOptions, type WorkNames } from './queue.ts'
import { useLatest } from './useLatest.ts'
import { ViewedEntry } from './ViewedEntry.tsx'

/** What all parts of the frame are told about the entry on the screen and the list it is in. */
export type EntryProps = {
  names: WorkNames
  mode: Mode
  /** What is worked on, and where the way back leads. */
  title: string
  back: Pick<LinkProps, 'to' | 'params' | 'search'>
  /** Chooses another list. */
  filterSelect: ReactNode
  labels: readonly Label[]
  /** As in `EditorProps`. */
  overlaps: boolean
  Editor: Editor
  entries: readonly DescribeSampleResp[]
  index: number
  hasMore: boolean
  onMore: () => void
  onChoose: (entry: DescribeSampleResp) => void
  onStep: (by: number) => void
  /** Something has become of an entry. */
  onChanged: (entry: DescribeSampleResp) => void
}

/** One sample or entry: what the server has of it, and the next ones made ready. */
export function EntryWorkbench({
  entry,
  ahead,
  ...props
}: EntryProps & { entry: DescribeSampleResp; ahead: readonly DescribeSampleResp[] }) {
  const { names, mode } = props
  const { project_id, role } = useSession()
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(describeOptions(project_id, names, entry))

  useEffect(() => {
    for (const next of ahead) {
      void queries.ensureQueryData(describeOptions(project_id, names, next)).then(prepareImage, () => {})
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
    <ViewedEntry {...props} sample={shown} banner={isSettled && mode === 'label' && <SettledBanner />} />
  )
}

function SettledBanner() {
  const { t } = useTranslation('workbench')
  return (
    <Alert color="green" variant="light" py={6}>
      {t('settled')}
    </Alert>
  )
}

/** Fetched and decoded before it is looked at. */
async function prepareImage({ sample_data, source, metadata }: DescribeSampleResp): Promise<void> {
  if (sample_data || !source) return
  const image = new Image()
  // As it is asked for later: what is fetched otherwise is another answer to the cache.
  image.crossOrigin = 'anonymous'
  image.src = addressToOpen(pathOfSource(source), sizeOfPicture(metadata))
  await image.decode().catch(() => {})
}

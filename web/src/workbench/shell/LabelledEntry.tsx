import { Center } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { keys } from '#core/labels/property-keys.ts'
import { Fault } from '#web/components/Fault.tsx'
import { useSession } from '#web/data/session.tsx'
import { useAction } from '#web/keys/KeysRegion.tsx'
import { editDocument } from '#web/workbench/document/document.ts'
import { setMetadata } from '#web/workbench/document/edits.ts'
import type { Content } from '#web/workbench/document/label.ts'
import type { Saver } from '#web/workbench/saving/saver.ts'
import { ConflictModal } from './ConflictModal.tsx'
import { ElsewhereBanner } from './ElsewhereBanner.tsx'
import { EntryFrame } from './EntryFrame.tsx'
import type { EntryProps } from './EntryWorkbench.tsx'
import { describeOptions } from './queue.ts'
import { SkipModal } from './SkipModal.tsx'
import { SubmitEmptyModal } from './SubmitEmptyModal.tsx'
import { useSubmitNotices } from './submit-notices.tsx'
import { useLatest } from './useLatest.ts'
import { useSaver } from './useSaver.ts'
import { useTabHold } from './useTabHold.ts'
import { useWorkPlace } from './useWorkPlace.ts'
import { ViewedEntry } from './ViewedEntry.tsx'
import { WorkBanner } from './WorkBanner.tsx'

/** One's own entry, or a sample of the owner's: every edit is kept at once, and handed in when it is finished. */
export function LabelledEntry({ sample, ...props }: EntryProps & { sample: DescribeSampleResp }) {
  const { t } = useTranslation('workbench')
  const { names, onStep, onChanged } = props
  const { project_id } = useSession()
  const queries = useQueryClient()
  const place = useWorkPlace(names, sample)
  const { hold, takeOver } = useTabHold(place)
  const opened = useSaver(hold === 'held' ? place : null, sample)
  const { saver: own, view } = opened && 'saver' in opened ? opened : { saver: undefined, view: undefined }
  // One value as long as nothing changes: a new one with every drawing would never come to rest.
  const ready = useMemo(() => own && view && { saver: own, view, sample }, [own, view, sample])
  const shown = useLatest(ready)
  const [previous, setPrevious] = useState<Content | null>(null)
  const [asking, setAsking] = useState<'skip' | 'empty' | null>(null)
  const watch = useSubmitNotices(props.onChoose)

  const saver = ready?.saver
  const isMine = ready !== undefined
  const content = ready?.view.document.content

  const goOn = (by: number) => {
    if (content) setPrevious(content)
    onStep(by)
  }
  const handIn = (of: Saver) => {
    of.submit()
    watch(of, sample, async () => {
      onChanged(await queries.fetchQuery({ ...describeOptions(project_id, names, sample), staleTime: 0 }))
    })
    goOn(1)
  }
  const submit = () => {
    if (!saver || !isMine || !content) return false
    const nameless = content.labels.filter(({ name, place }) => name === undefined && place.kind !== 'none').length
    if (nameless > 0) return notifications.show({ color: 'red', message: t('nameless', { count: nameless }) })
    if (content.labels.length === 0 && content.metadata[keys.empty] !== 1) setAsking('empty')
    else handIn(saver)
  }
  const submitEmpty = () => {
    setAsking(null)
    if (!saver) return
    saver.change(editDocument(saver.view().document, 'empty', setMetadata({ [keys.empty]: 1 })))
    handIn(saver)
  }
  useAction('submit', submit, isMine)
  useAction('save', () => saver?.flush(), ready !== undefined)
  const { dataset_id, workforce_task_id } = names
  const task = workforce_task_id === undefined ? undefined : { dataset_id, workforce_task_id }
  const skip = task && (() => setAsking('skip'))
  useAction('skip', () => skip?.(), skip !== undefined && ready !== undefined)
  useEffect(() => {
    if (content && content.labels.length > 0 && content.metadata[keys.empty] === 1 && saver) {
      saver.change(editDocument(saver.view().document, 'empty', setMetadata({ [keys.empty]: undefined }), keys.empty))
    }
  }, [content, saver])

  if (opened && 'error' in opened) {
    return (
      <Center h="100dvh">
        <Fault error={opened.error} onRetry={opened.retry} />
      </Center>
    )
  }
  if (hold === 'elsewhere')
    return <ViewedEntry {...props} sample={sample} banner={<ElsewhereBanner onTakeOver={takeOver} />} />
  if (!shown) return null
  return (
    <>
      <EntryFrame
        {...props}
        sample={shown.sample}
        document={shown.view.document}
        onDocument={(document) => shown.saver.change(document)}
        readOnly={!isMine}
        previous={previous}
        chip={shown.view.chip}
        onStep={goOn}
        onSubmit={isMine ? submit : undefined}
        onSkip={skip}
        onRestore={(restored) => shown.saver.change(editDocument(shown.view.document, 'restore', () => restored))}
        banner={<WorkBanner names={names} sample={shown.sample} restored={shown.saver.opened.restored} />}
      />
      {task && (
        <SkipModal
          opened={asking === 'skip'}
          names={task}
          sample={shown.sample}
          onClose={() => setAsking(null)}
          onSkipped={() => {
            setAsking(null)
            goOn(1)
          }}
        />
      )}
      <SubmitEmptyModal opened={asking === 'empty'} onClose={() => setAsking(null)} onSubmit={submitEmpty} />
      {shown.view.conflict && (
        <ConflictModal
          merge={shown.view.conflict}
          onResolve={(decisions, metadata) => shown.saver.resolve(decisions, metadata)}
        />
      )}
    </>
  )
}

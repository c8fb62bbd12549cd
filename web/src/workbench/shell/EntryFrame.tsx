import { Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { type ReactNode, Suspense, useState } from 'react'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { Loading } from '#web/components/Loading.tsx'
import { useAction } from '#web/keys/KeysRegion.tsx'
import type { WorkDocument } from '#web/workbench/document/document.ts'
import type { Content } from '#web/workbench/document/label.ts'
import { PinsProvider } from '#web/workbench/pins/PinsProvider.tsx'
import type { Chip } from '#web/workbench/saving/sync.ts'
import type { EntryProps } from './EntryWorkbench.tsx'
import classes from './Frame.module.css'
import { Frame } from './Frame.tsx'
import { GuidelinePanel } from './GuidelinePanel.tsx'
import { QueueStrip } from './QueueStrip.tsx'
import { SidePanel } from './SidePanel.tsx'
import { TopBar } from './TopBar.tsx'

/** The frame of workbench 1 around one entry: list at the left, data in the middle, labels and talk at the right. */
export function EntryFrame({
  sample,
  document,
  onDocument,
  readOnly,
  previous = null,
  chip,
  banner,
  verdict,
  onSubmit,
  onSkip,
  onRestore,
  ...props
}: EntryProps & {
  sample: DescribeSampleResp
  document: WorkDocument
  onDocument: (document: WorkDocument) => void
  readOnly: boolean
  previous?: Content | null
  chip?: Chip
  banner?: ReactNode
  verdict?: ReactNode
  onSubmit?: (() => void) | undefined
  onSkip?: (() => void) | undefined
  onRestore?: (content: Content) => void
}) {
  const { names, mode, title, back, filterSelect, labels, Editor } = props
  const { entries, index, hasMore, onMore, onChoose, onStep } = props
  const { dataset_id, workforce_task_id } = names
  const [isReading, { toggle, close }] = useDisclosure()
  const [tab, setTab] = useState<string | null>('labels')
  const hasGuideline = workforce_task_id !== undefined
  useAction('guideline', toggle, hasGuideline)
  const bench = (
    <Suspense fallback={<Loading />}>
      <Editor
        sample={sample}
        document={document}
        onDocument={onDocument}
        labels={labels}
        overlaps={props.overlaps}
        readOnly={readOnly}
        previous={previous}
      >
        {({ canvas, panel, status }) => (
          <Frame
            top={
              <TopBar
                names={names}
                mode={mode}
                title={title}
                back={back}
                sample={sample}
                position={index + 1}
                listed={entries.length}
                hasMore={hasMore}
                document={document}
                chip={chip}
                onStep={onStep}
                onSubmit={onSubmit}
                onSkip={onSkip}
              />
            }
            banner={banner}
            left={
              <Stack gap={0} h="100%">
                <div className={classes.filter}>{filterSelect}</div>
                <QueueStrip entries={entries} current={index} hasMore={hasMore} onMore={onMore} onChoose={onChoose} />
              </Stack>
            }
            right={
              <>
                {verdict}
                <SidePanel names={names} sample={sample} panel={panel} tab={tab} onTab={setTab} onRestore={onRestore} />
              </>
            }
            beside={
              hasGuideline && isReading && <GuidelinePanel names={{ dataset_id, workforce_task_id }} onClose={close} />
            }
            bottom={status}
          >
            {canvas}
          </Frame>
        )}
      </Editor>
    </Suspense>
  )
  if (workforce_task_id === undefined) return bench
  return (
    <PinsProvider names={{ dataset_id, workforce_task_id }} sample={sample} onTalk={() => setTab('comments')}>
      {bench}
    </PinsProvider>
  )
}

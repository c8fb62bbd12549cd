import { type ReactNode, useMemo } from 'react'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { useVersions } from '#web/workbench/comparison/useVersions.ts'
import { VersionBar } from '#web/workbench/comparison/VersionBar.tsx'
import { openDocument, type WorkDocument } from '#web/workbench/document/document.ts'
import { EntryFrame } from './EntryFrame.tsx'
import type { EntryProps } from './EntryWorkbench.tsx'
import { useViewOf } from './useViewOf.ts'
import { VerdictPanel } from './VerdictPanel.tsx'

/** Somebody's labels, looked at: in review and acceptance with what there is to say about them. */
export function ViewedEntry({
  sample,
  banner,
  ...props
}: EntryProps & { sample: DescribeSampleResp; banner?: ReactNode }) {
  const { names, mode, onChanged, onStep } = props
  const { dataset_id, workforce_task_id } = names
  const isCompared = workforce_task_id !== undefined && mode !== 'label'
  const versions = useVersions(names, sample, isCompared)
  const opened = useMemo(() => openDocument(sample.sample_id!, versions.content), [sample, versions.content])
  const [document, setDocument] = useViewOf(opened)
  const judged = (entry: DescribeSampleResp) => {
    onChanged(entry)
    onStep(1)
  }
  return (
    <EntryFrame
      {...props}
      sample={sample}
      document={document}
      onDocument={(next: WorkDocument) => setDocument(next)}
      readOnly
      banner={
        <>
          {banner}
          {isCompared && <VersionBar versions={versions} sample={sample} />}
        </>
      }
      verdict={
        workforce_task_id !== undefined && (mode === 'review' || mode === 'judge') ? (
          <VerdictPanel names={{ dataset_id, workforce_task_id }} entry={sample} mode={mode} onJudged={judged} />
        ) : undefined
      }
    />
  )
}

import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { useAction } from '#web/keys/KeysRegion.tsx'
import type { Content } from '#web/workbench/document/label.ts'
import { AboutSample } from './AboutSample.tsx'
import { CommentsPanel } from './CommentsPanel.tsx'
import { HistoryPanel } from './HistoryPanel.tsx'
import type { WorkNames } from './queue.ts'
import classes from './SidePanel.module.css'

/** Labels and objects; beside them what people said, what there was before, and what is known of the file. */
export function SidePanel({
  names,
  sample,
  panel,
  tab,
  onTab,
  onRestore,
}: {
  names: WorkNames
  sample: DescribeSampleResp
  panel: ReactNode
  tab: string | null
  onTab: (tab: string | null) => void
  onRestore: ((content: Content) => void) | undefined
}) {
  const { t } = useTranslation('workbench')
  const { dataset_id, workforce_task_id } = names
  const task = workforce_task_id === undefined ? undefined : { dataset_id, workforce_task_id }
  useAction('comment', () => onTab('comments'), task !== undefined)
  return (
    <Tabs value={tab} onChange={onTab} keepMounted={false}>
      <Tabs.List grow className={classes.tabs}>
        <Tabs.Tab value="labels">{t('labels')}</Tabs.Tab>
        {task && <Tabs.Tab value="comments">{t('comments')}</Tabs.Tab>}
        <Tabs.Tab value="history">{t('history')}</Tabs.Tab>
        <Tabs.Tab value="about">{t('file')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="labels" keepMounted>
        {panel}
      </Tabs.Panel>
      {task && (
        <Tabs.Panel value="comments" p="sm">
          <CommentsPanel names={task} sample={sample} />
        </Tabs.Panel>
      )}
      <Tabs.Panel value="history" p="sm">
        <HistoryPanel names={names} sample={sample} onRestore={onRestore} />
      </Tabs.Panel>
      <Tabs.Panel value="about" p="sm">
        <AboutSample sample={sample} />
      </Tabs.Panel>
    </Tabs>
  )
}

import { Button, Center, Group, Text } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { DescribeSampleResp } from '#contract/samples.ts'
import type { DescWorkforceTaskResp } from '#contract/workforce-tasks.ts'
import { Nothing } from '#web/components/Nothing.tsx'
import { FilterSelect } from './FilterSelect.tsx'
import { Frame } from './Frame.tsx'
import type { FilterName, Mode } from './modes.ts'
import { QueueStrip } from './QueueStrip.tsx'

/** The end of a list, or an empty one. */
export function NothingLeft({
  mode,
  filter,
  entries,
  task,
  onChoose,
  onFilter,
  onAgain,
}: {
  mode: Mode
  filter: FilterName
  entries: readonly DescribeSampleResp[]
  task: DescWorkforceTaskResp
  onChoose: (entry: DescribeSampleResp) => void
  onFilter: (filter: FilterName) => void
  onAgain: () => void
}) {
  const { t } = useTranslation('workbench')
  const back = (
    <Button component={Link} to="/" variant="default" leftSection={<IconArrowLeft size={16} />}>
      {t('leave')}
    </Button>
  )
  return (
    <Frame
      top={
        <Group gap="sm">
          {back}
          <Text fw={600}>{task.task_name}</Text>
        </Group>
      }
      left={
        <>
          <FilterSelect mode={mode} filter={filter} stats={task.sample_stats} onFilter={onFilter} />
          <QueueStrip entries={entries} current={-1} hasMore={false} onMore={() => {}} onChoose={onChoose} />
        </>
      }
      right={null}
      bottom={null}
    >
      <Center h="100%">
        <Nothing title={t('done')} help={t('doneHelp')}>
          <Group mt="sm">
            <Button onClick={onAgain}>{t('again')}</Button>
            {back}
          </Group>
        </Nothing>
      </Center>
    </Frame>
  )
}

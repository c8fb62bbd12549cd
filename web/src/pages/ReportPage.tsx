import { Anchor, Button, Stack, Text, Title } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { WorkforceTaskStatus } from '#contract/codes.ts'
import { BoundText } from '#web/components/acceptance/BoundText.tsx'
import { Figures } from '#web/components/acceptance/Figures.tsx'
import { LabelShares } from '#web/components/acceptance/LabelShares.tsx'
import { MemberFigures } from '#web/components/acceptance/MemberFigures.tsx'
import { ReportHead } from '#web/components/acceptance/ReportHead.tsx'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { Nothing } from '#web/components/Nothing.tsx'
import { Page } from '#web/components/Page.tsx'
import { useCall } from '#web/data/calls.ts'
import classes from './ReportPage.module.css'

const route = getRouteApi('/signed-in/shell/datasets/$dataset_id/tasks/$workforce_task_id/report')

/** The report on the latest acceptance of a task, for the screen and for paper. */
export function ReportPage() {
  const { t } = useTranslation('acceptance')
  const names = route.useParams()
  const dataset = useCall('DescDataset', { dataset_id: names.dataset_id })
  const task = useCall('DescWorkforceTask', { ...names, sample_stats: true, label_stats: true })
  const checking_task_id = task.data?.checking_task_desc?.checking_task_id
  const report = useCall(
    'GetWorkforceSamplingTask',
    { ...names, ...(checking_task_id && { checking_task_id }) },
    { enabled: checking_task_id !== undefined },
  )
  const error = dataset.error ?? task.error ?? report.error
  if (error) return <Fault error={error} />
  if (!dataset.data || !task.data) return <Loading />
  const back = (
    <Anchor
      component={Link}
      to="/datasets/$dataset_id/tasks/$workforce_task_id"
      params={names as never}
      data-screen-only
    >
      {t('page.back')}
    </Anchor>
  )
  if (!checking_task_id) {
    return (
      <Page title={t('page.title')} actions={back}>
        <Nothing title={t('page.none')} help={t('page.noneHelp')} />
      </Page>
    )
  }
  if (!report.data) return <Loading />
  const { checking_stats, total_stats, muster } = report.data
  const finished = task.data.status !== WorkforceTaskStatus.accepting
  return (
    <Page
      title={t('page.title')}
      about={t('page.of', { task: task.data.task_name! })}
      actions={
        <>
          {back}
          <Button leftSection={<IconPrinter size={16} />} onClick={() => print()} data-screen-only>
            {t('page.print')}
          </Button>
        </>
      }
    >
      <Stack gap="lg" className={classes.report}>
        <ReportHead dataset={dataset.data} task={task.data} finished={finished} />
        <Part title={t('page.errors')}>
          {muster?.bound && <BoundText bound={muster.bound} finished={finished} withFormula />}
        </Part>
        <Part title={t('page.this')}>{checking_stats && <Figures stats={checking_stats} />}</Part>
        <Part title={t('page.all')}>
          {total_stats && <Figures stats={total_stats} />}
          <Text size="xs" c="dimmed">
            {t('page.formulas')}
          </Text>
        </Part>
        <Part title={t('page.members')}>
          <MemberFigures members={task.data.worker_stats ?? []} />
        </Part>
        <Part title={t('page.labels')}>
          <LabelShares labels={task.data.label_stats ?? []} />
        </Part>
      </Stack>
    </Page>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack component="section" gap="xs" className={classes.part}>
      <Title order={2} size="h4">
        {title}
      </Title>
      {children}
    </Stack>
  )
}

import { Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DatasetStatus, TEAM_DATASET_TYPES } from '#contract/codes.ts'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { AnchorLink, ButtonLink } from '#web/components/links.tsx'
import { Nothing } from '#web/components/Nothing.tsx'
import { useCall } from '#web/data/calls.ts'
import { DatasetActions } from '#web/overview/DatasetActions.tsx'
import { FilesOverview } from '#web/overview/FilesOverview.tsx'
import { HardReasons } from '#web/overview/HardReasons.tsx'
import { JobsUnderWay } from '#web/overview/JobsUnderWay.tsx'
import { LabelDistribution } from '#web/overview/LabelDistribution.tsx'
import { LabellingOverTime } from '#web/overview/LabellingOverTime.tsx'
import { RunningTasks } from '#web/overview/RunningTasks.tsx'
import { StateBar } from '#web/overview/StateBar.tsx'
import { hasLabels } from '#web/samples/dataset-kinds.ts'

const route = getRouteApi('/signed-in/shell/datasets/$dataset_id/')

const WHILE_READING = 1500

/** How a dataset stands, in figures that lead further, and what can be done next. */
export function OverviewPage() {
  const { t } = useTranslation('overview')
  const { dataset_id } = route.useParams()
  const { data: dataset } = useCall('DescDataset', { dataset_id })
  const reading = dataset?.status === DatasetStatus.creating
  const refetchInterval = reading ? WHILE_READING : (false as const)
  useCall('DescDataset', { dataset_id }, { refetchInterval })
  const stats = useCall('GetDatasetStats', { dataset_id }, { refetchInterval })
  if (stats.error) return <Fault error={stats.error} onRetry={() => void stats.refetch()} />
  if (!stats.data || !dataset) return <Loading />
  const { total = 0, un_annotation = 0 } = stats.data.sample_stats ?? {}
  const hardReasons = stats.data.hard_detail_stats ?? {}
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start">
        <Text size="sm" maw={640} dir="auto">
          {dataset.description}
        </Text>
        <DatasetActions dataset={dataset} unlabelled={un_annotation} />
      </Group>
      <JobsUnderWay dataset_id={dataset_id} />
      {total === 0 && !reading ? (
        <Nothing title={t('empty')} help={t('emptyHelp')}>
          <ButtonLink to="/datasets/$dataset_id/samples" params={{ dataset_id }}>
            {t('addData')}
          </ButtonLink>
          <AnchorLink to="/datasets/$dataset_id/import" params={{ dataset_id }}>
            {t('orImport')}
          </AnchorLink>
        </Nothing>
      ) : !hasLabels(dataset.dataset_type!) ? (
        <FilesOverview dataset={dataset} total={total} />
      ) : (
        <>
          <StateBar dataset_id={dataset_id} stats={stats.data} />
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
            <Section title={t('distribution')}>
              <LabelDistribution dataset_id={dataset_id} labels={stats.data.label_stats ?? []} />
            </Section>
            <Stack gap="md">
              <Section title={t('overTime')}>
                <LabellingOverTime dataset_id={dataset_id} />
              </Section>
              {Object.keys(hardReasons).length > 0 && (
                <Section title={t('hardReasons')}>
                  <HardReasons stats={hardReasons} />
                </Section>
              )}
            </Stack>
          </SimpleGrid>
          {TEAM_DATASET_TYPES.includes(dataset.dataset_type!) && (
            <Section title={t('runningTasks')}>
              <RunningTasks dataset_id={dataset_id} />
            </Section>
          )}
        </>
      )}
    </Stack>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper withBorder p="md" component="section" miw={0}>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      {children}
    </Paper>
  )
}

import { ActionIcon, Badge, Button, Code, CopyButton, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core'
import { IconCheck, IconCopy, IconFileExport, IconHistory, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { VersionStatus } from '#contract/codes.ts'
import type { DatasetVersion } from '#contract/versions.ts'
import { ButtonLink } from '#web/components/links.tsx'
import { Moment } from '#web/components/Moment.tsx'
import { LossTable } from '#web/data-tasks/LossTable.tsx'
import { TaskFault } from '#web/data-tasks/TaskFault.tsx'
import { SplitBar } from './SplitBar.tsx'

const colours: Partial<Record<VersionStatus, string>> = {
  [VersionStatus.creating]: 'blue',
  [VersionStatus.error]: 'red',
}

/** A published version: what is in it, what has changed since the one before, and what can be done with it. */
export function VersionCard({
  dataset_id,
  version,
  parent,
  inDataset,
  onSwitch,
  onDelete,
}: {
  dataset_id: string
  version: DatasetVersion
  /** The name of the version before, where it is still there. */
  parent: string | undefined
  /** Samples of the dataset, to tell how far the publishing is. */
  inDataset: number
  /** Absent while it cannot be switched. */
  onSwitch: (() => void) | undefined
  onDelete: () => void
}) {
  const { t } = useTranslation('versions')
  const { version_id = '', version_name = '', status = VersionStatus.creating, muster = {} } = version
  const isReady = status === VersionStatus.normal
  return (
    <Paper withBorder p="md" component="article" aria-label={version_name}>
      <Stack gap="xs">
        <Group justify="space-between" align="flex-start">
          <Group gap="xs">
            <Title order={2} size="h4">
              {version_name}
            </Title>
            {version.is_current && <Badge variant="light">{t('current')}</Badge>}
            {!isReady && (
              <Badge variant="light" color={colours[status] ?? 'gray'}>
                {t(`states.${status}`)}
              </Badge>
            )}
            <Text size="xs" c="dimmed">
              <Moment time={version.create_time} />
            </Text>
          </Group>
          <Group gap={4}>
            {isReady && onSwitch && (
              <Button
                variant="default"
                size="compact-md"
                fz="sm"
                leftSection={<IconHistory size={16} />}
                aria-label={t('switchToOf', { name: version_name })}
                onClick={onSwitch}
              >
                {t('switchTo')}
              </Button>
            )}
            {isReady && (
              <ButtonLink
                to="/datasets/$dataset_id/export"
                params={{ dataset_id }}
                search={{ version_id }}
                variant="default"
                size="compact-md"
                fz="sm"
                leftSection={<IconFileExport size={16} />}
                aria-label={t('exportOf', { name: version_name })}
              >
                {t('export')}
              </ButtonLink>
            )}
            {status !== VersionStatus.creating && status !== VersionStatus.deleting && (
              <ActionIcon
                variant="subtle"
                color="red"
                size={30}
                aria-label={`${t('remove')}: ${version_name}`}
                title={t('remove')}
                onClick={onDelete}
              >
                <IconTrash size={18} />
              </ActionIcon>
            )}
          </Group>
        </Group>
        {version.description && (
          <Text size="sm" dir="auto">
            {version.description}
          </Text>
        )}
        {status === VersionStatus.creating && <HowFar version={version} total={inDataset} />}
        <TaskFault fault={muster} />
        {isReady && <Contents version={version} parent={parent} />}
        <LossTable losses={muster.losses ?? []} />
      </Stack>
    </Paper>
  )
}

function HowFar({ version, total }: { version: DatasetVersion; total: number }) {
  const { t } = useTranslation('versions')
  const done = version.muster?.finished_sample_count ?? 0
  return (
    <div role="status">
      <Progress value={total > 0 ? Math.min(100, (100 * done) / total) : 100} animated aria-label={t('progress')} />
      <Text size="xs" c="dimmed" className="figures">
        {t('ofAll', { done, total })}
      </Text>
    </div>
  )
}

function Contents({ version, parent }: { version: DatasetVersion; parent: string | undefined }) {
  const { t } = useTranslation('versions')
  const { total_sample_count = 0, annotated_sample_count = 0, muster = {}, manifest_path = '' } = version
  const diff = {
    added: version.add_sample_count ?? 0,
    modified: version.modified_sample_count ?? 0,
    deleted: version.deleted_sample_count ?? 0,
  }
  const before = parent === undefined ? t('sinceBefore') : t('since', { name: parent })
  const since = version.previous_version_id === undefined ? t('sinceStart') : before
  const isSame = diff.added + diff.modified + diff.deleted === 0
  const about = [
    t('format', { format: version.version_format ?? '' }),
    ...(version.export_images ? [t('withFiles')] : []),
    ...(muster.seed ? [t('seed', { seed: muster.seed })] : []),
  ]
  return (
    <>
      <Text size="sm" className="figures">
        {t('samples', { count: total_sample_count, labelled: annotated_sample_count })}
        {' · '}
        {since}: {isSame ? t('sameAs') : t('diff', diff)}
      </Text>
      {muster.usage_stats && <SplitBar usage={muster.usage_stats} total={total_sample_count} />}
      <Group gap="xs" wrap="nowrap">
        <Text size="xs" c="dimmed">
          {t('manifest')}
        </Text>
        <Code style={{ overflowWrap: 'anywhere' }}>{manifest_path}</Code>
        <CopyButton value={manifest_path}>
          {({ copied, copy }) => (
            <ActionIcon
              variant="subtle"
              color={copied ? 'green' : 'gray'}
              aria-label={copied ? t('copied') : t('copyPath')}
              title={copied ? t('copied') : t('copyPath')}
              onClick={copy}
            >
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          )}
        </CopyButton>
      </Group>
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {about.join(' · ')}
      </Text>
    </>
  )
}

import { Button, Divider, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Label } from '#contract/labels.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { Fault } from '#web/components/Fault.tsx'
import { BulkReport } from './BulkReport.tsx'
import { countLabels } from './changes.ts'
import { LabelsOfSelection } from './LabelsOfSelection.tsx'
import classes from './SelectionPanel.module.css'
import type { BulkEdit } from './useBulkEdit.ts'

/** What is selected, which labels it carries, and what can be done with all of it. */
export function SelectionPanel({
  samples,
  labels,
  canLabel,
  hasHard,
  sight,
  matching,
  reading,
  bulk,
  onLabel,
  onHard,
  onDelete,
  onUndo,
  onSelectSight,
  onSelectAll,
  onClear,
}: {
  samples: readonly DescribeSampleResp[]
  labels: readonly Label[]
  canLabel: boolean
  hasHard: boolean
  /** How many are in sight, and how many the filter finds. */
  sight: number
  matching: number
  /** How many of the matching ones have been read, while they are being selected. */
  reading: number | null
  bulk: BulkEdit
  onLabel: (name: string) => void
  onHard: (hard: boolean) => void
  onDelete: () => void
  onUndo: () => void
  onSelectSight: () => void
  onSelectAll: () => void
  onClear: () => void
}) {
  const { t } = useTranslation('samples')
  const count = samples.length
  const busy = bulk.isPending || reading !== null
  return (
    <Paper withBorder component="aside" aria-label={t('selection')} className={classes.panel}>
      <div>
        <Group justify="space-between" mih={30}>
          <Title order={2} size="h5" className="figures" aria-live="polite">
            {t('selected', { count })}
          </Title>
          {count > 0 && (
            <Button variant="subtle" size="compact-xs" onClick={onClear}>
              {t('clear')}
            </Button>
          )}
        </Group>
        <Group gap={6} mt={4}>
          <Button variant="default" size="compact-sm" disabled={busy || sight === 0} onClick={onSelectSight}>
            {t('selectSight', { count: sight })}
          </Button>
          <Button variant="default" size="compact-sm" disabled={busy || matching === 0} onClick={onSelectAll}>
            {t('selectAll', { count: matching })}
          </Button>
        </Group>
        {reading !== null && (
          <Progress mt="xs" value={(100 * reading) / Math.max(1, matching)} aria-label={t('reading')} />
        )}
      </div>
      <Divider />
      <Stack gap="sm" className={classes.middle}>
        <LabelsOfSelection
          labels={labels}
          counts={countLabels(samples)}
          total={count}
          canLabel={canLabel}
          disabled={busy}
          onLabel={onLabel}
        />
        {count > 0 && hasHard && (
          <Group gap={6}>
            <Button variant="default" size="compact-sm" disabled={busy} onClick={() => onHard(true)}>
              {t('markHard')}
            </Button>
            <Button variant="default" size="compact-sm" disabled={busy} onClick={() => onHard(false)}>
              {t('markNotHard')}
            </Button>
          </Group>
        )}
        {count > 0 && (
          <Group>
            <Button
              variant="light"
              color="red"
              size="compact-sm"
              disabled={busy}
              leftSection={<IconTrash size={16} />}
              onClick={onDelete}
            >
              {t('delete')}
            </Button>
          </Group>
        )}
        {count === 0 && (
          <Text size="sm" c="dimmed">
            {t('selectHelp')}
          </Text>
        )}
      </Stack>
      {bulk.error && <Fault error={bulk.error} />}
      <BulkReport bulk={bulk} onUndo={onUndo} />
    </Paper>
  )
}

import { Group, Paper, Progress, SimpleGrid, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ListStatsResp } from '#contract/datasets.ts'
import { AnchorLink } from '#web/components/links.tsx'
import type { NamedState } from '#web/data/sample-filter.ts'

type Part = { state: NamedState; count: number; color: string }

/** How much is labelled: numbers that lead to the samples, and a bar of the same. */
export function StateBar({ dataset_id, stats }: { dataset_id: string; stats: ListStatsResp }) {
  const { t, i18n } = useTranslation('overview')
  const { total = 0, manual_annotation = 0, un_annotation = 0, auto_annotation = 0 } = stats.sample_stats ?? {}
  const parts: Part[] = [
    { state: 'labelled', count: manual_annotation, color: 'petrol.7' },
    { state: 'unconfirmed', count: auto_annotation, color: 'yellow.6' },
    { state: 'unlabelled', count: un_annotation - auto_annotation, color: 'gray.5' },
  ]
  const shown: Part[] = [
    parts[0]!,
    { state: 'unlabelled', count: un_annotation, color: 'gray.5' },
    parts[1]!,
    { state: 'hard', count: stats.key_sample_stats?.key_sample ?? 0, color: 'orange.7' },
  ]
  const number = (value: number) => new Intl.NumberFormat(i18n.language).format(value)
  const share = (count: number) =>
    new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 }).format(count / (total || 1))
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
        {shown.map(({ state, count, color }) => (
          <Paper key={state} withBorder p="sm">
            <Group gap={6} wrap="nowrap">
              <span
                aria-hidden
                style={{
                  width: 12,
                  height: 12,
                  borderRadius: 3,
                  background: `var(--mantine-color-${color.replace('.', '-')})`,
                }}
              />
              <AnchorLink to="/datasets/$dataset_id/samples" params={{ dataset_id }} search={{ state }} size="sm">
                {t(`states.${state}`)}
              </AnchorLink>
            </Group>
            <Text size="xl" fw={650} className="figures">
              {number(count)}
            </Text>
            <Text size="xs" c="dimmed" className="figures">
              {t('shareOf', { share: share(count), total })}
            </Text>
          </Paper>
        ))}
      </SimpleGrid>
      <Progress.Root
        size="lg"
        role="img"
        aria-label={parts.map(({ state, count }) => `${t(`states.${state}`)}: ${number(count)}`).join(', ')}
      >
        {parts.map(({ state, count, color }) => (
          <Progress.Section key={state} value={(100 * count) / (total || 1)} color={color} withAria={false} />
        ))}
      </Progress.Root>
    </Stack>
  )
}

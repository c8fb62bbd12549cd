import { Group, Progress, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SampleStats } from '#contract/workforce-tasks.ts'

/** The states of an entry in the order in which it goes through them, with a colour each. */
export const ENTRY_STATES = [
  ['accepted', 'accepted_sample_count', 'green.7'],
  ['uncheck', 'uncheck_sample_count', 'petrol.7'],
  ['unreviewed', 'unreviewed_sample_count', 'indigo.5'],
  ['rejected', 'rejected_sample_count', 'red.7'],
  ['auto', 'auto_annotation_sample_count', 'yellow.6'],
  ['unannotated', 'unannotated_sample_count', 'gray.5'],
] as const satisfies readonly (readonly [string, keyof SampleStats, string])[]

/** How many entries are in which state: a stacked bar that says the same in words. */
export function EntryBar({ stats, size = 'lg' }: { stats: SampleStats | undefined; size?: 'sm' | 'lg' }) {
  const { t, i18n } = useTranslation('tasks')
  const counts = ENTRY_STATES.map(([state, field, color]) => ({ state, color, count: stats?.[field] ?? 0 }))
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  const number = (value: number) => new Intl.NumberFormat(i18n.language).format(value)
  const there = counts.filter(({ count }) => count > 0)
  const words = there.map(({ state, count }) => `${t(`states.${state}`)}: ${number(count)}`).join(', ')
  return (
    <Progress.Root size={size} role="img" aria-label={words || number(0)} title={words}>
      {there.map(({ state, color, count }) => (
        <Progress.Section key={state} value={(100 * count) / total} color={color} withAria={false} />
      ))}
    </Progress.Root>
  )
}

/** What the colours of the bars mean. */
export function EntryLegend() {
  const { t } = useTranslation('tasks')
  return (
    <Group component="ul" gap="md" aria-label={t('legend')} p={0} m={0} style={{ listStyle: 'none' }}>
      {ENTRY_STATES.map(([state, , color]) => (
        <Group component="li" key={state} gap={6}>
          <span
            aria-hidden
            style={{
              width: 12,
              height: 12,
              borderRadius: 3,
              background: `var(--mantine-color-${color.replace('.', '-')})`,
            }}
          />
          <Text size="xs">{t(`states.${state}`)}</Text>
        </Group>
      ))}
    </Group>
  )
}

import { Group, Progress, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

const SIDES = ['TRAIN', 'EVAL', 'TEST', 'INFERENCE'] as const
const colours = { TRAIN: 'petrol.7', EVAL: 'orange.7', TEST: 'indigo.6', INFERENCE: 'grape.6', none: 'gray.5' } as const

/** What the samples of a version are for, as a bar and in numbers. */
export function SplitBar({ usage, total }: { usage: Readonly<Record<string, number>>; total: number }) {
  const { t } = useTranslation('versions')
  const used = SIDES.map((side) => ({ side, count: usage[side] ?? 0 }))
  const rest = total - used.reduce((sum, { count }) => sum + count, 0)
  const parts = [...used, { side: 'none' as const, count: rest }].filter(({ count }) => count > 0)
  const words = parts.map(({ side, count }) => ({ side, text: t('side', { side: t(`sides.${side}`), count }) }))
  return (
    <div>
      <Progress.Root size="md" role="img" aria-label={`${t('split')}: ${words.map(({ text }) => text).join(', ')}`}>
        {parts.map(({ side, count }) => (
          <Progress.Section key={side} value={(100 * count) / (total || 1)} color={colours[side]} withAria={false} />
        ))}
      </Progress.Root>
      <Group gap="md" mt={4}>
        {words.map(({ side, text }) => (
          <Group key={side} gap={6} wrap="nowrap">
            <span
              aria-hidden
              style={{
                width: 10,
                height: 10,
                borderRadius: 3,
                background: `var(--mantine-color-${colours[side].replace('.', '-')})`,
              }}
            />
            <Text size="xs" c="dimmed" className="figures">
              {text}
            </Text>
          </Group>
        ))}
      </Group>
    </div>
  )
}

import { Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** How many of the samples are labelled, as a bar and in numbers. */
export function LabelledBar({ labelled, total }: { labelled: number; total: number }) {
  const { t } = useTranslation('datasets')
  const words = t('progressOf', { labelled, total })
  return (
    <Stack gap={4} miw={140}>
      <Progress value={total === 0 ? 0 : Math.round((100 * labelled) / total)} size="sm" aria-label={words} />
      <Text size="xs" c="dimmed" className="figures">
        {words}
      </Text>
    </Stack>
  )
}

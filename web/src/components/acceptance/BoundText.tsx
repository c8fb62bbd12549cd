import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { AcceptanceBound } from '#contract/acceptance.ts'
import { textOfShare } from '#web/i18n/numbers.ts'

/** How many entries can be wrong at most, in a plain sentence; with the formula where somebody may want to check it. */
export function BoundText({
  bound,
  finished,
  withFormula = false,
}: {
  bound: AcceptanceBound
  finished: boolean
  withFormula?: boolean
}) {
  const { t, i18n } = useTranslation('acceptance')
  const { pool, checked, wrong, at_most, left_at_most, confidence } = bound
  if (checked === 0) return <Text size="sm">{t('bound.nothing')}</Text>
  return (
    <Stack gap={4}>
      <Text size="sm">
        {t('bound.atMost', { wrong: at_most, pool, confidence: textOfShare(confidence, i18n.language) })}{' '}
        {t(finished ? 'bound.left' : 'bound.leftBefore', { wrong: left_at_most })}
      </Text>
      {withFormula && (
        <Text size="xs" c="dimmed">
          {t('bound.formula', { wrong, checked, pool })}
        </Text>
      )}
    </Stack>
  )
}

import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DescribeSampleResp } from '#contract/samples.ts'

/** What a reviewer and the owner said about an entry before. */
export function SaidBefore({ entry }: { entry: DescribeSampleResp }) {
  const { t } = useTranslation('acceptance')
  const said = [
    ['reviewed', entry.review_accept, entry.review_score, entry.review_comment],
    ['judged', entry.check_accept, entry.check_score, entry.check_comment],
  ] as const
  const wordsOf = (accept: boolean, rating: string | undefined) => {
    if (!accept) return t('verdict.saidRejected')
    return rating ? t('verdict.saidRated', { rating }) : t('verdict.saidPassed')
  }
  return (
    <Stack gap={2}>
      {said.map(
        ([who, accept, rating, comment]) =>
          accept !== undefined && (
            <Text key={who} size="sm">
              <b>{t(`verdict.${who}`)}</b> {wordsOf(accept, rating)}
              {comment && (
                <Text span c="dimmed" dir="auto" display="block" style={{ overflowWrap: 'anywhere' }} inherit>
                  {comment}
                </Text>
              )}
            </Text>
          ),
      )}
    </Stack>
  )
}

import { SimpleGrid, Stack, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { RATINGS, type Rating } from '#contract/codes.ts'
import { useAction } from '#web/keys/KeysRegion.tsx'
import { KeyCaps } from './KeyCaps.tsx'
import classes from './PassButtons.module.css'

/** A to D: each passes the entry and goes on. */
export function PassButtons({
  chosen,
  busy,
  onPass,
}: {
  chosen: Rating | undefined
  busy: boolean
  onPass: (rating: Rating) => void
}) {
  const { t } = useTranslation('acceptance')
  useAction('passA', () => onPass('A'))
  useAction('passB', () => onPass('B'))
  useAction('passC', () => onPass('C'))
  useAction('passD', () => onPass('D'))
  return (
    <Stack gap={4}>
      <SimpleGrid cols={4} spacing="xs">
        {RATINGS.map((rating) => (
          <UnstyledButton
            key={rating}
            className={classes.rating}
            title={t('verdict.pass', { rating })}
            aria-pressed={rating === chosen}
            disabled={busy}
            onClick={() => onPass(rating)}
          >
            <VisuallyHidden>{t('verdict.pass', { rating })}</VisuallyHidden>
            <span className={classes.letter} aria-hidden>
              {rating}
            </span>
            <span aria-hidden>
              <KeyCaps action={`pass${rating}`} />
            </span>
          </UnstyledButton>
        ))}
      </SimpleGrid>
      <Text size="xs" c="dimmed">
        {t('verdict.passHelp')}
      </Text>
    </Stack>
  )
}

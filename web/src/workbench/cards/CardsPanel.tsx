import { Alert, Text } from '@mantine/core'
import { useMemo, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { LabelType } from '#contract/codes.ts'
import type { Label } from '#contract/labels.ts'
import type { Saver } from '#web/workbench/saving/saver.ts'
import { LabelList } from '#web/workbench/shell/LabelList.tsx'
import type { TextChoices } from '#web/workbench/text/useTextSettings.ts'
import classes from './Cards.module.css'
import { giveLabel } from './give-label.ts'

const nothing = () => () => {}

/** The labels of the card in focus, and what became of the page when it was submitted. */
export function CardsPanel({
  labels,
  saver,
  settings,
  refused,
}: {
  labels: readonly Label[]
  saver: Saver | undefined
  settings: TextChoices
  /** Cards that the server did not take. */
  refused: number
}) {
  const { t } = useTranslation('cards')
  const view = useSyncExternalStore(saver?.subscribe ?? nothing, () => saver?.view())
  const given = view?.document.content.labels
  const names = useMemo(() => new Set(given?.map(({ name = '' }) => name)), [given])
  const choose = ({ name, type }: Label) => {
    if (saver) giveLabel(saver, { name: name!, type: type ?? LabelType.textClassification }, settings.oneLabel)
  }
  return (
    <div className={classes.panel}>
      <LabelList labels={labels} chosen={names} digits="plain" disabled={saver === undefined} onChoose={choose} />
      <Text size="xs" c="dimmed" mt="sm">
        {t('help')}
      </Text>
      <div role="status">
        {refused > 0 && (
          <Alert color="red" variant="light" mt="sm" p="xs">
            {t('refusedCount', { count: refused })}
          </Alert>
        )}
      </div>
    </div>
  )
}

import { Group } from '@mantine/core'
import { memo, useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { rangeBetween } from './offsets.ts'
import { rangeOf } from './spans.ts'
import { labelOf } from './states/state.ts'
import type { TextWork } from './useTextWork.ts'

/** How long the text is, what is selected and how much is labelled; all in code points. */
export function TextStatus({ work, relations }: { work: TextWork; relations: number | undefined }) {
  const later = useDeferredValue(work)
  return <Figures work={later} relations={relations} />
}

const Figures = memo(function Figures({ work: { desk, state }, relations }: Parameters<typeof TextStatus>[0]) {
  const { t } = useTranslation('text')
  const { at } = state
  const label = 'id' in at ? labelOf(desk, at.id) : undefined
  const range = at.kind === 'range' ? rangeBetween(at.anchor, at.focus) : label && rangeOf(label)
  const spans = desk.document.content.labels.filter(({ place }) => place.kind === 'span').length
  return (
    <Group gap="lg" wrap="nowrap">
      <span>{t('status.length', { count: desk.text.length })}</span>
      <span>{t('status.spans', { count: spans })}</span>
      {relations !== undefined && <span>{t('status.relations', { count: relations })}</span>}
      {state.caret !== undefined && <span>{t('status.caret')}</span>}
      {range && (
        <span>{t('status.selection', { start: range.start, end: range.end, count: range.end - range.start })}</span>
      )}
    </Group>
  )
})

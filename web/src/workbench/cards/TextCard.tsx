import { Badge, Button, Text } from '@mantine/core'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { Fault } from '#web/components/Fault.tsx'
import { LabelChip } from '#web/components/LabelChip.tsx'
import { useAction } from '#web/keys/KeysRegion.tsx'
import { readContent } from '#web/workbench/document/wire.ts'
import { ConflictModal } from '#web/workbench/shell/ConflictModal.tsx'
import { entryKey } from '#web/workbench/shell/queue.ts'
import { rejectionOf } from '#web/workbench/shell/rejection.ts'
import { SaveChip } from '#web/workbench/shell/SaveChip.tsx'
import { StateDot } from '#web/workbench/shell/StateDot.tsx'
import type { LabelSet } from '#web/workbench/text/label-set.ts'
import type { Reading } from '#web/workbench/text/useTextSettings.ts'
import { isReady } from './card-edits.ts'
import { cutText, LONG, SHORT } from './cut-text.ts'
import { isOnControl } from './is-on-control.ts'
import classes from './TextCard.module.css'
import { type CardWorkProps, useCardWork } from './useCardWork.ts'

export type CardProps = CardWorkProps & {
  /** Its place in the list, from 0, and how many are listed. */
  index: number
  total: number
  active: boolean
  confirmed: boolean
  reading: Reading
  labelSet: LabelSet
  onActive: (entry: DescribeSampleResp) => void
  /** Works on it by itself. */
  onOpen: (entry: DescribeSampleResp) => void
}

/** One text with its labels and whether they are saved. The card in focus has the keys. */
export const TextCard = memo(function TextCard(props: CardProps) {
  const { entry, known, index, total, active, confirmed, reading, labelSet, onActive, onOpen } = props
  const { t, i18n } = useTranslation(['cards', 'workbench'])
  const { saver, view, failed, isSettled, isElsewhere } = useCardWork(props)
  const [isLong, setLong] = useState(false)
  const [isDeciding, setDeciding] = useState(false)
  const text = entry.sample_data?.[0] ?? ''
  const { shown, isCut } = useMemo(() => cutText(text, isLong ? LONG : SHORT), [text, isLong])
  const card = useRef<HTMLElement>(null)
  useEffect(() => {
    if (active && !card.current?.contains(document.activeElement)) card.current?.focus()
    if (active) card.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const canBeLonger = isLong || isCut
  const toggleLong = () => setLong((before) => !before)
  const onMore = () => {
    if (isOnControl()) return false
    if (canBeLonger) toggleLong()
  }
  useAction('cardMore', onMore, active)

  const read = useMemo(() => readContent(known ?? entry), [known, entry])
  const content = view?.document.content ?? read
  const { chip, conflict } = view ?? {}
  const differs = saver?.differs() === true
  const ready =
    saver !== undefined &&
    isReady({ labels: content.labels.length, differs, contested: conflict !== undefined, confirmed })
  const isTouched = differs || (chip !== undefined && (chip.kind !== 'saved' || chip.at !== undefined))
  const reason = rejectionOf(entry)
  const nameId = `card-${entryKey(entry)}`
  return (
    <article
      ref={card}
      className={classes.card}
      tabIndex={active ? 0 : -1}
      data-active={active || undefined}
      data-canvas={active || undefined}
      aria-posinset={index + 1}
      aria-setsize={total}
      aria-current={active || undefined}
      aria-labelledby={nameId}
      onFocus={() => active || onActive(entry)}
    >
      <div className={classes.head}>
        <Text span inherit c="dimmed" className="figures">
          {new Intl.NumberFormat(i18n.language).format(index + 1)}
        </Text>
        <StateDot state={entry.sample_status} withName />
        {reason !== undefined && (
          <Text span inherit c="red">
            {reason ? t('workbench:rejectedBecause', { reason }) : t('workbench:rejectedPlain')}
          </Text>
        )}
        <span className={classes.end}>
          {ready && (
            <Badge variant="outline" tt="none">
              {t('cards:ready')}
            </Badge>
          )}
          {isTouched && chip && <SaveChip chip={chip} />}
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            aria-describedby={nameId}
            onClick={() => onOpen(entry)}
          >
            {t('cards:open')}
          </Button>
        </span>
      </div>
      <p
        id={nameId}
        className={classes.text}
        dir="auto"
        style={{ fontSize: reading.size, fontFamily: reading.serif ? 'Georgia, "Noto Serif", serif' : undefined }}
      >
        {shown}
        {isCut && ' …'}
      </p>
      {chip?.kind === 'failed' && (
        <Text size="sm" c="red" role="alert">
          {t('cards:refused', { reason: chip.error_msg })}
        </Text>
      )}
      {failed && <Fault error={failed.error} onRetry={failed.retry} />}
      <div className={classes.foot}>
        {content.labels.map((label) => (
          <LabelChip key={label.id} name={label.name ?? ''} colour={labelSet.colourOf(label)} />
        ))}
        {content.labels.length === 0 && (
          <Text span inherit c="dimmed">
            {differs ? t('cards:emptied') : t('cards:noLabels')}
          </Text>
        )}
        <span className={classes.end}>
          {conflict && (
            <Button size="compact-xs" color="red" onClick={() => setDeciding(true)}>
              {t('cards:decide')}
            </Button>
          )}
          {isElsewhere && (
            <Text span inherit c="dimmed">
              {t('workbench:elsewhere', { count: 1 })}
            </Text>
          )}
          {isSettled && (
            <Text span inherit c="dimmed">
              {t('workbench:settled')}
            </Text>
          )}
          {isLong && isCut && (
            <Text span inherit c="dimmed">
              {t('cards:tooLong')}
            </Text>
          )}
          {canBeLonger && (
            <Button size="compact-xs" variant="default" onClick={toggleLong} aria-expanded={isLong}>
              {isLong ? t('cards:less') : t('cards:more')}
            </Button>
          )}
        </span>
      </div>
      {saver && conflict && isDeciding && (
        <ConflictModal
          merge={conflict}
          onResolve={(decisions, metadata) => {
            setDeciding(false)
            saver.resolve(decisions, metadata)
          }}
        />
      )}
    </article>
  )
})

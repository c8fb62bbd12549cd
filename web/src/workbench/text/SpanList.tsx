import { Select, Text } from '@mantine/core'
import { IconAlertTriangle, IconEyeOff, IconLock } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, memo, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LabelView } from '#web/workbench/document/document.ts'
import type { WorkLabel } from '#web/workbench/document/label.ts'
import type { LabelSet } from './label-set.ts'
import classes from './SpanList.module.css'
import { clampRange, flawOf, inReadingOrder, rangeOf } from './spans.ts'
import type { TextModel } from './text-model.ts'
import type { TextWork } from './useTextWork.ts'

const ROW = 30

/** The spans in reading order: everything marked in the text is a row here. */
export function SpanList({ work, labelSet }: { work: TextWork; labelSet: LabelSet }) {
  const { t } = useTranslation('text')
  const { desk, state, send } = work
  const { content } = desk.document
  const [only, setOnly] = useState<string | null>(null)
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const all = useMemo(() => inReadingOrder(content.labels), [content])
  const spans = useMemo(() => (only === null ? all : all.filter(({ name }) => name === only)), [all, only])
  const names = useMemo(() => [...new Set(all.flatMap(({ name }) => name ?? []))], [all])
  const selected = 'id' in state.at ? state.at.id : undefined
  const at = spans.findIndex(({ id }) => id === selected)
  const rows = useVirtualizer({
    count: spans.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW,
    overscan: 6,
    useFlushSync: false,
  })
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at)
  }, [at, rows])

  const move = (event: KeyboardEvent) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: spans.length - 1 }[event.key]
    const label = to === undefined ? undefined : spans[Math.max(0, Math.min(to, spans.length - 1))]
    if (label === undefined) return
    event.preventDefault()
    send({ kind: 'open', id: label.id })
  }
  return (
    <section>
      <div className={classes.head}>
        <Text size="sm" fw={600} id="text-spans">
          {t('spans.title', { count: all.length })}
        </Text>
        <Select
          size="xs"
          w={130}
          clearable
          aria-label={t('spans.filter')}
          placeholder={t('spans.filter')}
          data={names}
          value={only}
          onChange={setOnly}
        />
      </div>
      {all.length === 0 && (
        <Text size="sm" c="dimmed" px="sm">
          {t('spans.none')}
        </Text>
      )}
      <div
        ref={setScroller}
        className={classes.list}
        style={{ height: Math.min(spans.length, 9) * ROW }}
        role="listbox"
        aria-labelledby="text-spans"
        aria-activedescendant={at >= 0 ? `span-${at}` : undefined}
        tabIndex={spans.length > 0 ? 0 : -1}
        onKeyDown={move}
      >
        <div style={{ height: rows.getTotalSize(), position: 'relative' }} role="presentation">
          {rows.getVirtualItems().map(({ index, start }) => (
            <SpanRow
              key={spans[index]!.id}
              text={desk.text}
              view={desk.document.view[spans[index]!.id]}
              send={send}
              label={spans[index]!}
              colour={labelSet.colourOf(spans[index]!)}
              index={index}
              count={spans.length}
              top={start}
              isSelected={index === at}
            />
          ))}
        </div>
      </div>
    </section>
  )
}

const SpanRow = memo(function SpanRow({
  text,
  view,
  send,
  label,
  colour,
  index,
  count,
  top,
  isSelected,
}: {
  text: TextModel
  view: LabelView | undefined
  send: TextWork['send']
  label: WorkLabel
  colour: string
  index: number
  count: number
  top: number
  isSelected: boolean
}) {
  const { t } = useTranslation('text')
  const range = rangeOf(label)!
  const flaw = flawOf(text, range)
  const attributes = attributesOf(label)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys
    <div
      id={`span-${index}`}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      aria-setsize={count}
      aria-posinset={index + 1}
      className={classes.row}
      style={{ transform: `translateY(${top}px)`, height: ROW }}
      onClick={() => send({ kind: 'open', id: label.id })}
    >
      <span className={classes.dot} style={{ background: colour }} />
      <bdi className={classes.name}>{label.name}</bdi>
      <bdi className={classes.text} title={attributes}>
        {text.slice(clampRange(range, text.length)).slice(0, 60)}
        {attributes && <span className={classes.attributes}> {attributes}</span>}
      </bdi>
      {flaw && <IconAlertTriangle size={14} color="var(--mantine-color-orange-7)" aria-label={t(`flaws.${flaw}`)} />}
      {view?.locked && <IconLock size={14} aria-label={t('locked')} />}
      {view?.hidden && <IconEyeOff size={14} aria-label={t('hidden')} />}
      <span className={classes.offsets}>{t('range', { start: range.start, end: range.end })}</span>
    </div>
  )
})

/** Values of the attributes, in short. */
function attributesOf({ property }: WorkLabel): string {
  const values = Object.entries(property).filter(([key, value]) => !key.startsWith('@') && typeof value === 'string')
  return values.map(([, value]) => value).join(' · ')
}

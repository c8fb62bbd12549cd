import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { SampleType } from '#contract/codes.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { useAction } from '#web/keys/KeysRegion.tsx'
import grid from '#web/samples/SampleGrid.module.css'
import { stepFrom } from '#web/samples/selection.ts'
import { columnsOf, GAP } from '#web/samples/sizes.ts'
import { entryKey } from '#web/workbench/shell/queue.ts'
import { EntryTile, entryTileId } from './EntryTile.tsx'
import type { Chosen } from './useChosen.ts'

const HEIGHTS = { image: 254, text: 140 } as const
const AHEAD = 2

/** Entries beside each other, large enough to be judged. What can be selected is what has been seen. */
export function ReviewGrid({
  entries,
  hasMore,
  onMore,
  chosen,
  colourOf,
  onSight,
  onOpen,
}: {
  entries: readonly DescribeSampleResp[]
  hasMore: boolean
  onMore: () => void
  chosen: Chosen
  colourOf: (name: string | undefined) => string
  /** Tells the first and the last place in sight. */
  onSight: (first: number, last: number) => void
  onOpen: (index: number) => void
}) {
  const { t } = useTranslation('review')
  const scroll = useRef<HTMLDivElement>(null)
  const { ref: sized, width } = useElementSize()
  const ref = useMergedRef(scroll, sized)
  const isText = entries[0]?.sample_type === SampleType.text
  const columns = isText ? 1 : columnsOf(width, 'l')
  const list = useVirtualizer({
    count: Math.ceil(entries.length / columns),
    getScrollElement: () => scroll.current,
    estimateSize: () => (isText ? HEIGHTS.text : HEIGHTS.image) + GAP,
    overscan: AHEAD,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what makes measured heights wrong
  useEffect(() => list.measure(), [list, columns, isText])
  const rows = list.getVirtualItems()
  const last = ((rows.at(-1)?.index ?? 0) + 1) * columns
  useEffect(() => {
    if (hasMore && last >= entries.length) onMore()
  }, [hasMore, last, entries.length, onMore])
  const { startIndex = 0, endIndex = -1 } = list.range ?? {}
  useEffect(
    () => onSight(startIndex * columns, Math.min((endIndex + 1) * columns, entries.length) - 1),
    [onSight, startIndex, endIndex, columns, entries.length],
  )
  useEffect(() => scroll.current?.focus({ preventScroll: true }), [])

  const { active } = chosen
  const go = (index: number, then: (index: number) => void) => {
    then(index)
    list.scrollToIndex(Math.floor(index / columns), { align: 'auto' })
  }
  const step = (arrow: Parameters<typeof stepFrom>[1]) => stepFrom(active, arrow, { columns, total: entries.length })
  useAction('gridMove', ({ arrow }) => go(step(arrow!), chosen.move))
  useAction('gridExtend', ({ arrow }) => go(step(arrow!), chosen.extend))
  useAction('gridToggle', () => chosen.toggle(active))
  useAction('gridOpen', () => onOpen(active))
  const onClick = (index: number, event: MouseEvent) => (event.shiftKey ? chosen.extend(index) : chosen.toggle(index))
  return (
    <div
      ref={ref}
      role="listbox"
      aria-multiselectable
      aria-label={t('grid.list', { count: entries.length })}
      aria-activedescendant={entryTileId(active)}
      tabIndex={0}
      data-canvas
      className={grid.scroll}
    >
      <div role="presentation" className={grid.inner} style={{ height: list.getTotalSize() }}>
        {rows.map(({ index: row, start, key }) => (
          <div
            key={key}
            ref={list.measureElement}
            data-index={row}
            role="presentation"
            className={grid.row}
            style={{ transform: `translateY(${start}px)`, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
          >
            {entries.slice(row * columns, (row + 1) * columns).map((entry, column) => {
              const index = row * columns + column
              return (
                <EntryTile
                  key={entryKey(entry)}
                  entry={entry}
                  index={index}
                  total={entries.length}
                  selected={chosen.keys.has(entryKey(entry))}
                  active={index === active}
                  colourOf={colourOf}
                  onClick={onClick}
                  onOpen={onOpen}
                />
              )
            })}
          </div>
        ))}
      </div>
    </div>
  )
}

import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction } from '#web/keys/KeysRegion.tsx'
import classes from './SampleGrid.module.css'
import { SampleTile, tileId } from './SampleTile.tsx'
import { type Selection, stepFrom } from './selection.ts'
import { columnsOf, FOOT, GAP, SIZES, type Size } from './sizes.ts'
import type { SamplePages } from './useSamplePages.ts'

const AHEAD = 3
const LINE_HEIGHT = 80

/** Thumbnails side by side, or texts and files below each other: of any number, those in sight are drawn. */
export function SampleGrid({
  pages,
  isList,
  size,
  selection,
  colours,
  hasKeys,
  onMove,
  onToggle,
  onExtend,
  onSight,
  onOpen,
}: {
  pages: SamplePages
  isList: boolean
  size: Size
  selection: Selection
  colours: ReadonlyMap<string, string | undefined>
  /** False while a dialog has the keys. */
  hasKeys: boolean
  onMove: (index: number) => void
  onToggle: (index: number) => void
  onExtend: (index: number) => void
  /** Tells the first and the last place in sight. */
  onSight: (first: number, last: number) => void
  onOpen: (index: number) => void
}) {
  const { t } = useTranslation('samples')
  const { total, at, show } = pages
  const { active, chosen } = selection
  const scroll = useRef<HTMLDivElement>(null)
  const { ref: sized, width } = useElementSize()
  const ref = useMergedRef(scroll, sized)
  const columns = isList ? 1 : columnsOf(width, size)
  const height = isList ? LINE_HEIGHT : SIZES[size].height + FOOT + GAP
  const grid = useVirtualizer({
    count: Math.ceil(total / columns),
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    overscan: AHEAD,
  })
  // Heights that were measured belong to another width or size.
  // biome-ignore lint/correctness/useExhaustiveDependencies: these two are what makes them wrong
  useEffect(() => grid.measure(), [grid, height, columns])
  const rows = grid.getVirtualItems()
  const first = (rows[0]?.index ?? 0) * columns
  const last = ((rows.at(-1)?.index ?? 0) + 1) * columns - 1
  useEffect(() => show(first, last), [show, first, last])
  const sight = grid.range
  const [from, to] = [(sight?.startIndex ?? 0) * columns, ((sight?.endIndex ?? 0) + 1) * columns - 1]
  useEffect(() => onSight(from, Math.min(to, total - 1)), [onSight, from, to, total])

  const go = (index: number, then: (index: number) => void) => {
    then(index)
    grid.scrollToIndex(Math.floor(index / columns), { align: 'auto' })
  }
  const step = (arrow: Parameters<typeof stepFrom>[1]) => stepFrom(active, arrow, { columns, total })
  useAction('gridMove', ({ arrow }) => go(step(arrow!), onMove), hasKeys && total > 0)
  useAction('gridNext', () => go(step('ArrowRight'), onMove), hasKeys && total > 0)
  useAction('gridPrevious', () => go(step('ArrowLeft'), onMove), hasKeys && total > 0)
  useAction('gridExtend', ({ arrow }) => go(step(arrow!), onExtend), hasKeys && total > 0)
  useAction('gridToggle', () => onToggle(active), hasKeys && total > 0)
  useAction('gridOpen', () => onOpen(active), hasKeys && total > 0)

  const onClick = (index: number, event: MouseEvent) => (event.shiftKey ? onExtend(index) : onToggle(index))
  return (
    <div
      ref={ref}
      role="listbox"
      aria-multiselectable
      aria-label={t('list', { count: total })}
      aria-activedescendant={tileId(active)}
      tabIndex={0}
      data-canvas
      className={classes.scroll}
    >
      <div role="presentation" className={classes.inner} style={{ height: grid.getTotalSize() }}>
        {rows.map(({ index: row, start, key }) => (
          <div
            key={key}
            ref={isList ? grid.measureElement : undefined}
            data-index={row}
            role="presentation"
            className={classes.row}
            style={{ transform: `translateY(${start}px)`, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
          >
            {Array.from({ length: Math.min(columns, total - row * columns) }, (_, column) => {
              const index = row * columns + column
              const sample = at(index)
              return (
                <SampleTile
                  key={index}
                  sample={sample}
                  index={index}
                  total={total}
                  selected={sample !== undefined && chosen.has(sample.sample_id!)}
                  active={index === active}
                  pictureHeight={SIZES[size].height}
                  colours={colours}
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

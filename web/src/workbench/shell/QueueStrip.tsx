import { Center, Loader, Text, UnstyledButton } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { SampleType } from '#contract/codes.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { pathOfSource } from '#web/data/source.ts'
import classes from './QueueStrip.module.css'
import { entryKey } from './queue.ts'
import { StateDot } from './StateDot.tsx'

const HEIGHTS = { image: 76, text: 60 } as const
const AHEAD = 8

/** The list of what is worked through: thumbnails or first words, with the state of each. */
export function QueueStrip({
  entries,
  current,
  hasMore,
  onMore,
  onChoose,
}: {
  entries: readonly DescribeSampleResp[]
  current: number
  hasMore: boolean
  onMore: () => void
  onChoose: (entry: DescribeSampleResp) => void
}) {
  const { t } = useTranslation('workbench')
  const scroll = useRef<HTMLDivElement>(null)
  const isImage = entries[0]?.sample_type === SampleType.image
  const list = useVirtualizer({
    count: entries.length + (hasMore ? 1 : 0),
    getScrollElement: () => scroll.current,
    estimateSize: () => (isImage ? HEIGHTS.image : HEIGHTS.text),
    overscan: AHEAD,
  })
  const rows = list.getVirtualItems()
  const last = rows.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && last >= entries.length) onMore()
  }, [hasMore, last, entries.length, onMore])
  useEffect(() => {
    if (current >= 0) list.scrollToIndex(current, { align: 'auto' })
  }, [current, list])
  return (
    <div ref={scroll} className={classes.scroll}>
      <ul className={classes.list} style={{ height: list.getTotalSize() }}>
        {rows.map(({ index, start, size, key }) => {
          const entry = entries[index]
          return (
            <li
              key={key}
              style={{ position: 'absolute', insetInline: 0, height: size, transform: `translateY(${start}px)` }}
            >
              {entry ? (
                <UnstyledButton
                  className={classes.row}
                  aria-current={index === current || undefined}
                  // Of a text its words are the name.
                  aria-label={
                    isImage ? t('openEntry', { number: index + 1, name: entry.sample_name ?? '' }) : undefined
                  }
                  onClick={() => onChoose(entry)}
                  data-key={entryKey(entry)}
                >
                  {isImage ? (
                    <img
                      className={classes.thumbnail}
                      src={pathOfSource(entry.source)}
                      alt=""
                      loading="lazy"
                      decoding="async"
                    />
                  ) : (
                    <Text size="xs" lineClamp={2} dir="auto" className={classes.words}>
                      {entry.sample_data?.[0]}
                    </Text>
                  )}
                  <span className={classes.foot}>
                    <StateDot state={entry.sample_status} />
                    <span className={classes.number}>{index + 1}</span>
                    {entry.metadata?.['@modelarts:hard'] === true && <span title={t('hard')}>◆</span>}
                  </span>
                </UnstyledButton>
              ) : (
                <Center h={size}>
                  <Loader size="sm" />
                </Center>
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

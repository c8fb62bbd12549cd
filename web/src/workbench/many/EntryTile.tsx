import { Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { type MouseEvent, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { SampleType } from '#contract/codes.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { keys } from '#core/labels/property-keys.ts'
import { LabelChip } from '#web/components/LabelChip.tsx'
import { pathOfSource } from '#web/data/source.ts'
import tile from '#web/samples/SampleGrid.module.css'
import { nickOf } from '#web/workbench/comparison/useVersions.ts'
import { readContent } from '#web/workbench/document/wire.ts'
import { countNames } from '#web/workbench/image/object-names.ts'
import { StateDot } from '#web/workbench/shell/StateDot.tsx'
import { MarkedText } from './MarkedText.tsx'
import classes from './ReviewGrid.module.css'
import { ShapesOver } from './ShapesOver.tsx'

const CHIPS = 4

/** One entry in the grid, its labels drawn where they are: what is passed here has been looked at. */
export function EntryTile({
  entry,
  index,
  total,
  selected,
  active,
  colourOf,
  onClick,
  onOpen,
}: {
  entry: DescribeSampleResp
  index: number
  total: number
  selected: boolean
  active: boolean
  colourOf: (name: string | undefined) => string
  onClick: (index: number, event: MouseEvent) => void
  onOpen: (index: number) => void
}) {
  const { t } = useTranslation('review')
  const isText = entry.sample_type === SampleType.text
  const content = useMemo(() => readContent(entry), [entry])
  const names = useMemo(() => [...countNames(content.labels)], [content])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys act on the list, which has the focus
    <div
      role="option"
      id={entryTileId(index)}
      tabIndex={-1}
      aria-selected={selected}
      aria-posinset={index + 1}
      aria-setsize={total}
      className={tile.tile}
      data-selected={selected || undefined}
      data-active={active || undefined}
      data-text={isText || undefined}
      onClick={(event) => onClick(index, event)}
      onDoubleClick={() => onOpen(index)}
    >
      <span className={tile.tick} aria-hidden>
        {selected && <IconCheck size={16} stroke={3} />}
      </span>
      {isText ? (
        <MarkedText text={entry.sample_data?.[0] ?? ''} labels={content.labels} colourOf={colourOf} />
      ) : (
        <div className={classes.picture}>
          <img src={pathOfSource(entry.source)} alt="" decoding="async" draggable={false} />
          <ShapesOver labels={content.labels} size={content.metadata[keys.size]} colourOf={colourOf} />
        </div>
      )}
      <div className={classes.foot}>
        <StateDot state={entry.sample_status} />
        <Text size="xs" truncate title={entry.sample_name} flex="0 1 auto" miw={0}>
          {entry.sample_name}{' '}
          <Text span inherit c="dimmed">
            {nickOf(entry.labelers?.[0]?.email)}
          </Text>
        </Text>
        <span className={classes.chips}>
          {names.slice(0, CHIPS).map(([name, count]) => (
            <LabelChip key={name} name={name} colour={colourOf(name)} count={count} />
          ))}
          {names.length > CHIPS && (
            <Text span size="xs">
              {t('grid.more', { count: names.length - CHIPS })}
            </Text>
          )}
          {names.length === 0 && (
            <Text span size="xs" c="dimmed">
              {t('grid.unlabelled')}
            </Text>
          )}
        </span>
      </div>
    </div>
  )
}

export function entryTileId(index: number): string {
  return `entry-${index}`
}

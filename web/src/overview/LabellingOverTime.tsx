import { Group, SegmentedControl, Stack, Table, Text } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Fault } from '#web/components/Fault.tsx'
import { useCall } from '#web/data/calls.ts'
import classes from './LabellingOverTime.module.css'
import { type Point, placePoints, pointsOf, roundUp } from './series.ts'

const DAY = 86_400_000
const MONTH = 30 * DAY
const HEIGHT = 200
const INSETS = { left: 48, right: 12, top: 10, bottom: 24 }

/** How much was labelled when: one point a day, and now. */
export function LabellingOverTime({ dataset_id }: { dataset_id: string }) {
  const { t } = useTranslation('overview')
  const [span, setSpan] = useState<'month' | 'all'>('month')
  const [shape, setShape] = useState<'chart' | 'table'>('chart')
  const [since] = useState(() => Math.floor((Date.now() - MONTH) / DAY) * DAY)
  const args = { dataset_id, ...(span === 'month' && { start_time: since }) }
  const { data, error, refetch } = useCall('GetDatasetMetrics', args, { keepPrevious: true })
  if (error) return <Fault error={error} onRetry={() => void refetch()} />
  const points = pointsOf(data?.metrics ?? {})
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <SegmentedControl
          size="xs"
          aria-label={t('span')}
          value={span}
          onChange={(value) => setSpan(value as typeof span)}
          data={(['month', 'all'] as const).map((value) => ({ value, label: t(`spans.${value}`) }))}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('shownAs')}
          value={shape}
          onChange={(value) => setShape(value as typeof shape)}
          data={(['chart', 'table'] as const).map((value) => ({ value, label: t(`shapes.${value}`) }))}
        />
      </Group>
      {shape === 'table' ? <PointTable points={points} /> : <Chart points={points} />}
      {points.length < 2 && (
        <Text size="xs" c="dimmed">
          {t('fewPoints')}
        </Text>
      )}
    </Stack>
  )
}

function Chart({ points }: { points: readonly Point[] }) {
  const { t, i18n } = useTranslation('overview')
  const { ref, width } = useElementSize()
  const number = new Intl.NumberFormat(i18n.language)
  const day = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' })
  const top = roundUp(Math.max(...points.map(({ total }) => total), 1))
  const box = {
    left: INSETS.left,
    top: INSETS.top,
    width: Math.max(0, width - INSETS.left - INSETS.right),
    height: HEIGHT - INSETS.top - INSETS.bottom,
  }
  const labelled = placePoints(points, (point) => point.labelled, box, top)
  const total = placePoints(points, (point) => point.total, box, top)
  const line = (places: typeof total) => places.map(({ x, y }) => `${x},${y}`).join(' ')
  const floor = box.top + box.height
  const last = points.at(-1)
  return (
    <div ref={ref} className={classes.chart} style={{ height: HEIGHT }}>
      {width > 0 && last && (
        <svg width={width} height={HEIGHT} role="img" aria-label={t('chartWords', last)}>
          {[0, 0.5, 1].map((part) => (
            <g key={part}>
              <line
                className={classes.grid}
                x1={box.left}
                x2={box.left + box.width}
                y1={floor - part * box.height}
                y2={floor - part * box.height}
              />
              <text className={classes.text} x={box.left - 6} y={floor - part * box.height + 4} textAnchor="end">
                {number.format(top * part)}
              </text>
            </g>
          ))}
          <polygon
            className={classes.area}
            points={`${labelled[0]!.x},${floor} ${line(labelled)} ${labelled.at(-1)!.x},${floor}`}
          />
          <polyline className={classes.total} points={line(total)} />
          <polyline className={classes.labelled} points={line(labelled)} />
          {labelled.map(({ x, y }, index) => (
            <circle key={points[index]!.time} className={classes.dot} cx={x} cy={y} r={3}>
              <title>{`${day.format(points[index]!.time)}: ${number.format(points[index]!.labelled)}`}</title>
            </circle>
          ))}
          <text className={classes.text} x={box.left} y={HEIGHT - 6}>
            {day.format(points[0]!.time)}
          </text>
          {points.length > 1 && (
            <text className={classes.text} x={box.left + box.width} y={HEIGHT - 6} textAnchor="end">
              {day.format(last.time)}
            </text>
          )}
        </svg>
      )}
    </div>
  )
}

function PointTable({ points }: { points: readonly Point[] }) {
  const { t, i18n } = useTranslation('overview')
  const number = new Intl.NumberFormat(i18n.language)
  const day = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' })
  return (
    <Table.ScrollContainer minWidth={240} mah={320}>
      <Table verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('day')}</Table.Th>
            <Table.Th ta="end">{t('states.labelled')}</Table.Th>
            <Table.Th ta="end">{t('allSamples')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {points.toReversed().map(({ time, labelled, total }) => (
            <Table.Tr key={time}>
              <Table.Td>{day.format(time)}</Table.Td>
              <Table.Td ta="end">{number.format(labelled)}</Table.Td>
              <Table.Td ta="end">{number.format(total)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

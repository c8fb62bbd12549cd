import { Text } from '@mantine/core'
import { IconCheck, IconFile, IconMovie, IconMusic, IconPhotoOff, IconTable } from '@tabler/icons-react'
import { type MouseEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SampleType } from '#contract/codes.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { LabelChip } from '#web/components/LabelChip.tsx'
import { pathOfSource } from '#web/data/source.ts'
import { textOfBytes } from '#web/i18n/numbers.ts'
import { countLabels, isHard } from './changes.ts'
import classes from './SampleGrid.module.css'

const CHIPS = 4

/** Of samples that are rows of a list. */
const SIGNS = {
  [SampleType.audio]: IconMusic,
  [SampleType.table]: IconTable,
  [SampleType.free]: IconFile,
}

function signOf(type: SampleType | undefined) {
  return Object.hasOwn(SIGNS, type ?? '') ? SIGNS[type as keyof typeof SIGNS] : undefined
}

/** One sample in the grid: its picture or text, name, labels and marks. */
export function SampleTile({
  sample,
  index,
  total,
  selected,
  active,
  pictureHeight,
  colours,
  onClick,
  onOpen,
}: {
  /** Undefined while it is being fetched. */
  sample: DescribeSampleResp | undefined
  index: number
  total: number
  selected: boolean
  active: boolean
  pictureHeight: number
  colours: ReadonlyMap<string, string | undefined>
  onClick: (index: number, event: MouseEvent) => void
  onOpen: (index: number) => void
}) {
  const { t, i18n } = useTranslation('samples')
  const [broken, setBroken] = useState<string>()
  const isText = sample?.sample_type === SampleType.text
  const isVideo = sample?.sample_type === SampleType.video
  const Sign = signOf(sample?.sample_type)
  const canHaveLabels = sample?.sample_type !== SampleType.table && sample?.sample_type !== SampleType.free
  const labels = [...countLabels(sample ? [sample] : []).keys()]
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys act on the list, which has the focus
    <div
      role="option"
      id={tileId(index)}
      tabIndex={-1}
      aria-selected={selected}
      aria-posinset={index + 1}
      aria-setsize={total}
      aria-busy={!sample}
      className={classes.tile}
      data-selected={selected || undefined}
      data-active={active || undefined}
      data-text={isText || Sign !== undefined || undefined}
      data-file={Sign !== undefined || undefined}
      onClick={(event) => onClick(index, event)}
      onDoubleClick={() => onOpen(index)}
    >
      <span className={classes.tick} aria-hidden>
        {selected && <IconCheck size={16} stroke={3} />}
      </span>
      {sample && isHard(sample) && <span className={classes.hard}>{t('hard')}</span>}
      {isText ? (
        <Text size="sm" lineClamp={6} dir="auto" className={classes.words}>
          {sample?.sample_data?.[0]}
        </Text>
      ) : (
        !Sign && (
          <div className={classes.picture} style={{ height: pictureHeight }}>
            {isVideo && <IconMovie size={48} stroke={1.5} aria-hidden />}
            {sample && !isVideo && broken === sample.source && (
              <IconPhotoOff size={48} stroke={1.5} role="img" aria-label={t('noPicture')} title={t('noPicture')} />
            )}
            {sample && !isVideo && broken !== sample.source && (
              <img
                src={pathOfSource(sample.source)}
                alt=""
                decoding="async"
                draggable={false}
                onError={() => setBroken(sample.source)}
              />
            )}
          </div>
        )
      )}
      <div className={classes.foot}>
        {Sign && <Sign size={18} aria-hidden style={{ flex: 'none' }} />}
        <Text size="xs" truncate title={sample?.sample_name} className={classes.name}>
          {sample?.sample_name ?? ' '}
        </Text>
        {Sign && (
          <Text size="xs" c="dimmed" className="figures" style={{ flex: 'none' }}>
            {textOfBytes(sample?.sample_size ?? 0, i18n.language)}
          </Text>
        )}
        <div className={classes.chips}>
          {labels.slice(0, CHIPS).map((name) => (
            <LabelChip key={name} name={name} colour={colours.get(name)} />
          ))}
          {labels.length > CHIPS && (
            <Text span size="xs">
              {t('moreLabels', { count: labels.length - CHIPS })}
            </Text>
          )}
          {sample && canHaveLabels && labels.length === 0 && (
            <Text span size="xs" c="dimmed">
              {sample.sample_status === 'MANUAL_ANNOTATION' ? t('nothingToSee') : t('unlabelled')}
            </Text>
          )}
        </div>
      </div>
    </div>
  )
}

export function tileId(index: number): string {
  return `sample-${index}`
}

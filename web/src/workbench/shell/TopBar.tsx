import { Button, Group, Text } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowLeft,
  IconBook,
  IconChevronLeft,
  IconChevronRight,
  IconKeyboard,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { IconLink } from '#web/components/links.tsx'
import { useAction } from '#web/keys/KeysRegion.tsx'
import type { WorkDocument } from '#web/workbench/document/document.ts'
import type { Chip } from '#web/workbench/saving/sync.ts'
import { BarAction } from './BarAction.tsx'
import type { EntryProps } from './EntryWorkbench.tsx'
import type { Mode } from './modes.ts'
import type { WorkNames } from './queue.ts'
import { SaveChip } from './SaveChip.tsx'
import { StateDot } from './StateDot.tsx'

/** Where one is, whether it is saved, and what can be done with the whole sample. */
export function TopBar({
  names,
  mode,
  title,
  back,
  sample,
  position,
  listed,
  hasMore,
  document,
  chip,
  onStep,
  onSubmit,
  onSkip,
}: {
  names: WorkNames
  mode: Mode
  title: string
  back: EntryProps['back']
  sample: DescribeSampleResp
  position: number
  listed: number
  hasMore: boolean
  document: WorkDocument
  chip: Chip | undefined
  onStep: (by: number) => void
  onSubmit: (() => void) | undefined
  onSkip: (() => void) | undefined
}) {
  const { t, i18n } = useTranslation('workbench')
  useAction('next', () => onStep(1))
  useAction('previous', () => onStep(-1))
  const number = (value: number) => new Intl.NumberFormat(i18n.language).format(value)
  const total = hasMore ? t('more', { loaded: listed }) : number(listed)
  const { workforce_task_id } = names
  return (
    <Group wrap="nowrap" gap="xs">
      <IconLink {...back} variant="subtle" color="gray" aria-label={t('leave')} title={t('leave')}>
        <IconArrowLeft size={18} />
      </IconLink>
      <Text size="sm" fw={600} truncate maw={220} visibleFrom="lg">
        {title}
      </Text>
      <Text size="sm" truncate dir="auto" miw={0} flex="0 1 auto" title={sample.sample_name}>
        {sample.sample_name}
      </Text>
      <BarAction id="previous" label={t('previous')} onClick={() => onStep(-1)}>
        <IconChevronLeft size={18} />
      </BarAction>
      <Text size="sm" c="dimmed" className="figures" style={{ flex: 'none' }}>
        {t('position', { number: position, total })}
      </Text>
      <BarAction id="next" label={t('next')} onClick={() => onStep(1)}>
        <IconChevronRight size={18} />
      </BarAction>
      <Text size="xs" component="span" style={{ flex: 'none' }} visibleFrom="md">
        <StateDot state={sample.sample_status} withName />
      </Text>
      {chip && <SaveChip chip={chip} />}
      <Group wrap="nowrap" gap={4} ml="auto" style={{ flex: 'none' }}>
        {mode === 'label' && (
          <>
            <BarAction id="undo" label={t('undo')} disabled={document.past.length === 0}>
              <IconArrowBackUp size={18} />
            </BarAction>
            <BarAction id="redo" label={t('redo')} disabled={document.future.length === 0}>
              <IconArrowForwardUp size={18} />
            </BarAction>
          </>
        )}
        {workforce_task_id && (
          <BarAction id="guideline" label={t('guideline')}>
            <IconBook size={18} />
          </BarAction>
        )}
        <BarAction id="help" label={t('keys')}>
          <IconKeyboard size={18} />
        </BarAction>
        {onSkip && mode === 'label' && (
          <Button size="xs" variant="default" onClick={onSkip}>
            {t('skip')}
          </Button>
        )}
        {mode === 'label' && (
          <Button size="xs" onClick={onSubmit} disabled={!onSubmit} title={t('submitNext')}>
            {t('submit')}
          </Button>
        )}
      </Group>
    </Group>
  )
}

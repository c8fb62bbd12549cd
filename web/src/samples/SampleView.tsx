import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconDownload } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SampleType } from '#contract/codes.ts'
import type { DescDatasetResp } from '#contract/datasets.ts'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { AnchorLink } from '#web/components/links.tsx'
import { useCall } from '#web/data/calls.ts'
import { pathOfSource } from '#web/data/source.ts'
import { textOfBytes } from '#web/i18n/numbers.ts'
import { TableHeadView } from './TableHeadView.tsx'

/** A sample of a type without a workbench, to be looked at: a film or a sound plays, of a table the first rows stand there. */
export function SampleView({
  dataset,
  sample_id,
  isFirst,
  isLast,
  onStep,
}: {
  dataset: DescDatasetResp
  sample_id: string
  isFirst: boolean
  isLast: boolean
  /** To the sample before (-1) or behind (1). */
  onStep: (by: -1 | 1) => void
}) {
  const { t, i18n } = useTranslation('samples')
  const dataset_id = dataset.dataset_id!
  const { data: sample, error, refetch } = useCall('DescribeSample', { dataset_id, sample_id })
  if (error) return <Fault error={error} onRetry={() => void refetch()} />
  if (!sample) return <Loading />
  const source = pathOfSource(sample.source)
  return (
    <Stack component="main" p="md" gap="md" maw={1400} mx="auto">
      <Group justify="space-between" gap="sm">
        <div style={{ minWidth: 0 }}>
          <AnchorLink to="/datasets/$dataset_id/samples" params={{ dataset_id }} size="sm">
            {dataset.dataset_name}
          </AnchorLink>
          <Title order={1} size="h3" style={{ overflowWrap: 'anywhere' }}>
            {sample.sample_name}
          </Title>
          <Text size="sm" c="dimmed" className="figures">
            {textOfBytes(sample.sample_size ?? 0, i18n.language)}
          </Text>
        </div>
        <Group gap="xs">
          <Button
            variant="default"
            disabled={isFirst}
            leftSection={<IconChevronLeft size={18} />}
            onClick={() => onStep(-1)}
          >
            {t('previous')}
          </Button>
          <Button
            variant="default"
            disabled={isLast}
            rightSection={<IconChevronRight size={18} />}
            onClick={() => onStep(1)}
          >
            {t('next')}
          </Button>
          <Button component="a" href={source} download={sample.sample_name} leftSection={<IconDownload size={18} />}>
            {t('download')}
          </Button>
        </Group>
      </Group>
      <Content key={sample_id} dataset={dataset} sample={sample} source={source} />
    </Stack>
  )
}

function Content({
  dataset,
  sample,
  source,
}: {
  dataset: DescDatasetResp
  sample: DescribeSampleResp
  source: string
}): ReactNode {
  const { t } = useTranslation('samples')
  const [isBroken, setBroken] = useState(false)
  const name = sample.sample_name ?? ''
  const onError = () => setBroken(true)
  if (isBroken) return <Text role="status">{t('cannotShow')}</Text>
  if (sample.sample_type === SampleType.video) {
    // biome-ignore lint/a11y/useMediaCaption: nobody has written what is said in the films of a dataset
    return <video controls preload="metadata" aria-label={name} src={source} style={FITTING} onError={onError} />
  }
  if (sample.sample_type === SampleType.audio) {
    // biome-ignore lint/a11y/useMediaCaption: nor in its sounds
    return <audio controls preload="metadata" aria-label={name} src={source} onError={onError} />
  }
  if (sample.sample_type === SampleType.image) {
    return <img src={source} alt={name} style={FITTING} onError={onError} />
  }
  if (sample.sample_type === SampleType.table && name.toLowerCase().endsWith('.csv')) {
    return <TableHeadView dataset={dataset} source={source} size={sample.sample_size ?? 0} />
  }
  return <Text role="status">{t('notShown')}</Text>
}

const FITTING = { maxWidth: '100%', maxHeight: '75dvh', objectFit: 'contain', alignSelf: 'flex-start' } as const

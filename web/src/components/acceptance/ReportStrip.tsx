import { Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CheckTaskStats, CheckWorkforceSamplingTaskResp } from '#contract/acceptance.ts'
import { BoundText } from './BoundText.tsx'
import { Figures } from './Figures.tsx'

/** Where an acceptance stands: how far it is, what it has come to, what that says about all. */
export function ReportStrip({ report, finished }: { report: CheckWorkforceSamplingTaskResp; finished: boolean }) {
  const { checking_stats, muster } = report
  if (!checking_stats) return null
  return (
    <Stack gap="sm">
      <JudgedBar stats={checking_stats} />
      <Figures stats={checking_stats} />
      {muster?.bound && <BoundText bound={muster.bound} finished={finished} />}
    </Stack>
  )
}

function JudgedBar({ stats }: { stats: CheckTaskStats }) {
  const { t } = useTranslation('acceptance')
  const { accepted_sample_count = 0, rejected_sample_count = 0, unchecked_sample_count = 0 } = stats
  const drawn = accepted_sample_count + rejected_sample_count + unchecked_sample_count
  const words = t('progress', {
    passed: accepted_sample_count,
    rejected: rejected_sample_count,
    unchecked: unchecked_sample_count,
  })
  const part = (count: number) => (100 * count) / Math.max(1, drawn)
  return (
    <Stack gap={4}>
      <Progress.Root size="lg" role="img" aria-label={words}>
        <Progress.Section value={part(accepted_sample_count)} color="green.7" withAria={false} />
        <Progress.Section value={part(rejected_sample_count)} color="red.7" withAria={false} />
      </Progress.Root>
      <Text size="sm" className="figures" role="status">
        {words}
      </Text>
    </Stack>
  )
}

import { Alert } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { JournalBanner } from './JournalBanner.tsx'
import { PresenceBanner } from './PresenceBanner.tsx'
import type { WorkNames } from './queue.ts'
import { rejectionOf } from './rejection.ts'
import { UnfinishedBanner } from './UnfinishedBanner.tsx'

/** What has to be known about one's own entry before going on: why it came back, what was restored. */
export function WorkBanner({
  names,
  sample,
  restored,
}: {
  names: WorkNames
  sample: DescribeSampleResp
  restored: 'journal' | 'draft' | undefined
}) {
  const { t } = useTranslation('workbench')
  const { dataset_id, workforce_task_id } = names
  const reason = rejectionOf(sample)
  return (
    <>
      {reason !== undefined && (
        <Alert color="red" variant="light" py={6}>
          {reason ? t('rejectedBecause', { reason }) : t('rejectedPlain')}
        </Alert>
      )}
      {restored && (
        <Alert color="blue" variant="light" py={6} role="status">
          {t(`restored.${restored}`)}
        </Alert>
      )}
      <JournalBanner />
      {workforce_task_id !== undefined && <PresenceBanner names={{ dataset_id, workforce_task_id }} sample={sample} />}
      <UnfinishedBanner names={names} />
    </>
  )
}

import { Alert } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { PresenceBanner } from './PresenceBanner.tsx'
import type { WorkNames } from './queue.ts'
import { useSaving } from './SavingProvider.tsx'
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
  const { journal } = useSaving()
  const health = useSyncExternalStore(journal.onHealth, journal.health)
  const { sample_status, review_comment, check_comment, check_accept, review_accept } = sample
  const wasRejected = sample_status === 'REJECTED'
  const reason = check_accept === false ? check_comment : review_accept === false ? review_comment : undefined
  return (
    <>
      {wasRejected && (
        <Alert color="red" variant="light" py={6}>
          {reason ? t('rejectedBecause', { reason }) : t('rejectedPlain')}
        </Alert>
      )}
      {restored && (
        <Alert color="blue" variant="light" py={6} role="status">
          {t(`restored.${restored}`)}
        </Alert>
      )}
      {health !== 'disk' && (
        <Alert color="orange" variant="light" py={6} role="alert">
          {t(`journal.${health}`)}
        </Alert>
      )}
      {workforce_task_id !== undefined && <PresenceBanner names={{ dataset_id, workforce_task_id }} sample={sample} />}
      <UnfinishedBanner names={names} />
    </>
  )
}

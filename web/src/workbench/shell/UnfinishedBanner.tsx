import { Alert, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { LinkProps } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '#web/components/links.tsx'
import type { WorkNames } from './queue.ts'
import { useSaving } from './SavingProvider.tsx'

/** Work of this browser on other samples of the task or dataset that was never handed in. */
export function UnfinishedBanner({ names }: { names: WorkNames }) {
  const { t } = useTranslation('workbench')
  const { desk } = useSaving()
  const { data = [] } = useQuery({
    queryKey: ['unfinished', names],
    queryFn: () => desk.unfinished(),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const { dataset_id, workforce_task_id } = names
  const here = data.filter(
    ({ place }) => place.dataset_id === dataset_id && place.workforce_task_id === workforce_task_id,
  )
  const [newest] = here
  if (!newest) return null
  const { sample_id, worker_id } = newest.place
  const to: LinkProps = workforce_task_id
    ? {
        to: '/work/$dataset_id/$workforce_task_id/$mode',
        params: { dataset_id, workforce_task_id, mode: 'label' },
        search: { sample_id, ...(worker_id && { worker_id }) },
      }
    : { to: '/datasets/$dataset_id/label/$sample_id', params: { dataset_id, sample_id } }
  return (
    <Alert color="blue" variant="light" py={6}>
      <Group gap="sm">
        <Text size="sm">{t('unfinished', { count: here.length })}</Text>
        <ButtonLink {...to} size="compact-sm" variant="default">
          {t('openUnfinished')}
        </ButtonLink>
      </Group>
    </Alert>
  )
}

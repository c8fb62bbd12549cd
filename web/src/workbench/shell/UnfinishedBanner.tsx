import { Alert, Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { TaskNames } from './queue.ts'
import { useSaving } from './SavingProvider.tsx'

/** Work of this browser on other samples of the task that was never handed in. */
export function UnfinishedBanner({ names }: { names: TaskNames }) {
  const { t } = useTranslation('workbench')
  const { desk } = useSaving()
  const { data = [] } = useQuery({
    queryKey: ['unfinished', names.workforce_task_id],
    queryFn: () => desk.unfinished(),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const here = data.filter(({ place }) => place.workforce_task_id === names.workforce_task_id)
  const [newest] = here
  if (!newest) return null
  const { sample_id, worker_id } = newest.place
  return (
    <Alert color="blue" variant="light" py={6}>
      <Group gap="sm">
        <Text size="sm">{t('unfinished', { count: here.length })}</Text>
        <Button
          component={Link}
          to="/work/$dataset_id/$workforce_task_id/$mode"
          params={{ ...names, mode: 'label' } as never}
          search={{ sample_id, ...(worker_id && { worker_id }) } as never}
          size="compact-sm"
          variant="default"
        >
          {t('openUnfinished')}
        </Button>
      </Group>
    </Alert>
  )
}

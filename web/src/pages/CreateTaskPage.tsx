import { Button, Group, NumberInput, Paper, Stack, Switch, Table, Text, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MemberRole } from '#contract/codes.ts'
import type { WorkforcesConfig } from '#contract/workforce-tasks.ts'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { ButtonLink } from '#web/components/links.tsx'
import { NameInput } from '#web/components/NameInput.tsx'
import { Nothing } from '#web/components/Nothing.tsx'
import { Page } from '#web/components/Page.tsx'
import { configOf, type People, PeopleInput, useMembers } from '#web/components/PeopleInput.tsx'
import { useCall, useSend } from '#web/data/calls.ts'
import { clientOf } from '#web/data/client.ts'
import { useSession } from '#web/data/session.tsx'

const route = getRouteApi('/signed-in/shell/datasets/$dataset_id/new-task')

export function CreateTaskPage() {
  const { t } = useTranslation('tasks')
  const { dataset_id } = route.useParams()
  const dataset = useCall('DescDataset', { dataset_id })
  const teams = useCall('ListWorkforces', { limit: 100, sort_by: 'workforce_name', order: 'asc' })
  const error = dataset.error ?? teams.error
  if (error) return <Fault error={error} />
  if (!dataset.data || !teams.data) return <Loading />
  if (teams.data.workforces.length === 0) {
    return (
      <Nothing title={t('create')} help={t('noTeam')}>
        <ButtonLink to="/teams">{t('makeTeam')}</ButtonLink>
      </Nothing>
    )
  }
  return (
    <Page title={t('create')} about={t('createHelp', { dataset: dataset.data.dataset_name! })}>
      <TaskForm dataset_id={dataset_id} teams={teams.data.workforces} />
    </Page>
  )
}

type Teams = Parameters<typeof PeopleInput>[0]['teams']

function TaskForm({ dataset_id, teams }: { dataset_id: string; teams: Teams }) {
  const { t } = useTranslation(['tasks', 'create'])
  const navigate = useNavigate()
  const [task_name, setName] = useState('')
  const [people, setPeople] = useState<People>({ workforce_id: teams[0]!.workforce_id!, worker_ids: null })
  const [repetition, setRepetition] = useState(1)
  const [auto_sync_dataset, setAutoSync] = useState(true)
  const [synchronize_data, setLateData] = useState(false)
  const members = useMembers(people.workforce_id)
  const create = useSend('CreateWorkforceTask', ['ListWorkforceTasks', 'ListDatasets', 'DescDataset'])
  const workforces_config = configOf(people, members)
  const labelers = members.filter(
    ({ role, worker_id }) =>
      role === MemberRole.labeler && (people.worker_ids === null || people.worker_ids.includes(worker_id!)),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const name = task_name.trim()
    const body = {
      ...(name && { task_name: name }),
      workforces_config,
      repetition,
      auto_sync_dataset,
      synchronize_data,
    }
    const opened = ({ task_id }: { task_id: string }) =>
      void navigate({
        to: '/datasets/$dataset_id/tasks/$workforce_task_id',
        params: { dataset_id, workforce_task_id: task_id },
      })
    create.mutate({ args: { dataset_id }, body }, { onSuccess: opened })
  }
  return (
    <form onSubmit={submit}>
      <Group align="flex-start" gap="xl">
        <Stack flex="1 1 360px" maw={560}>
          <NameInput
            label={t('name')}
            maxLength={64}
            data-autofocus
            value={task_name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PeopleInput teams={teams} members={members} people={people} onChange={setPeople} />
          <NumberInput
            label={t('perSample')}
            description={t('perSampleHelp')}
            min={1}
            max={Math.max(1, labelers.length)}
            allowDecimal={false}
            value={repetition}
            onChange={(value) => setRepetition(Number(value) || 1)}
          />
          <Switch
            label={t('autoSync')}
            checked={auto_sync_dataset}
            onChange={(event) => setAutoSync(event.currentTarget.checked)}
          />
          <Switch
            label={t('lateData')}
            checked={synchronize_data}
            onChange={(event) => setLateData(event.currentTarget.checked)}
          />
          {create.error && <Fault error={create.error} />}
          <Group>
            <Button type="submit" loading={create.isPending}>
              {t('createAndDeal')}
            </Button>
          </Group>
        </Stack>
        <DealPreview
          dataset_id={dataset_id}
          config={workforces_config}
          repetition={repetition}
          isOver={create.isPending || create.isSuccess}
        />
      </Group>
    </form>
  )
}

const TYPING = 300

/** Who would get how many, as the form is filled in. */
function DealPreview({
  dataset_id,
  config,
  repetition,
  isOver,
}: {
  dataset_id: string
  config: WorkforcesConfig
  repetition: number
  /** The task is being made: another one cannot be planned any more. */
  isOver: boolean
}) {
  const { t } = useTranslation('tasks')
  const { project_id } = useSession()
  const [asked] = useDebouncedValue(JSON.stringify({ workforces_config: config, repetition }), TYPING)
  const { data, error } = useQuery({
    queryKey: ['PreviewDeal', dataset_id, asked],
    queryFn: () => clientOf(project_id).call('PreviewDeal', { dataset_id }, JSON.parse(asked)),
    enabled: !isOver,
  })
  return (
    <Paper withBorder p="md" flex="1 1 320px" maw={480}>
      <Title order={2} size="h5">
        {t('preview')}
      </Title>
      {error && <Fault error={error} />}
      {data && (
        <>
          <Text size="sm" c="dimmed">
            {t('previewTotal', { samples: data.sample_count })}
          </Text>
          <Table mt="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('member')}</Table.Th>
                <Table.Th ta="end">{t('entries')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.members.map(({ worker_id, email, least, most }) => (
                <Table.Tr key={worker_id}>
                  <Table.Td>{email}</Table.Td>
                  <Table.Td ta="end">
                    {least === most ? t('share', { least }) : t('shareRange', { least, most })}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </>
      )}
    </Paper>
  )
}

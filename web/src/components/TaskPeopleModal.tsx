import { Button, Group, Modal, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DescWorkforceTaskResp } from '#contract/workforce-tasks.ts'
import { useCall, useSend } from '#web/data/calls.ts'
import { Fault } from './Fault.tsx'
import { NameInput } from './NameInput.tsx'
import { configOf, type People, PeopleInput, useMembers } from './PeopleInput.tsx'

type Props = {
  opened: boolean
  onClose: () => void
  names: { dataset_id: string; workforce_task_id: string }
  task: DescWorkforceTaskResp
}

/** Changes name and people of a task; entries of those who leave go to those who stay. */
export function TaskPeopleModal(props: Props) {
  const { t } = useTranslation(['tasks', 'shell'])
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t('tasks:people')}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <PeopleForm {...props} />
    </Modal>
  )
}

function PeopleForm({ onClose, names, task }: Props) {
  const { t } = useTranslation(['tasks', 'shell', 'create'])
  const [team] = task.workforces_config?.workforces ?? []
  const [task_name, setName] = useState(task.task_name!)
  const [people, setPeople] = useState<People>({
    workforce_id: team?.workforce_id ?? null,
    worker_ids: team?.workers?.map(({ worker_id }) => worker_id!) ?? null,
  })
  const teams = useCall('ListWorkforces', { limit: 100, sort_by: 'workforce_name', order: 'asc' })
  const members = useMembers(people.workforce_id)
  const update = useSend('UpdateWorkforceTask', ['DescWorkforceTask', 'ListWorkforceTasks', 'ListEntries'])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = {
      ...(task_name.trim() !== task.task_name && { task_name: task_name.trim() }),
      workforces_config: configOf(people, members),
    }
    update.mutate({ args: names, body }, { onSuccess: onClose })
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        {update.error && <Fault error={update.error} />}
        <NameInput
          label={t('tasks:name')}
          required
          maxLength={64}
          value={task_name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PeopleInput teams={teams.data?.workforces ?? []} members={members} people={people} onChange={setPeople} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('shell:cancel')}
          </Button>
          <Button type="submit" loading={update.isPending} disabled={people.workforce_id === null}>
            {t('shell:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

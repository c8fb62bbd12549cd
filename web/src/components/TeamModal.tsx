import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Workforce } from '#contract/workforces.ts'
import { useSend } from '#web/data/calls.ts'
import { Fault } from './Fault.tsx'
import { NameInput } from './NameInput.tsx'

/** A new team or, with `team`, another name and description for one. */
export function TeamModal({ opened, onClose, team }: { opened: boolean; onClose: () => void; team?: Workforce }) {
  const { t } = useTranslation(['teams', 'shell'])
  const title = team ? t('teams:edit') : t('teams:create')
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('shell:close') }}>
      <TeamForm onClose={onClose} team={team} />
    </Modal>
  )
}

function TeamForm({ onClose, team }: { onClose: () => void; team: Workforce | undefined }) {
  const { t } = useTranslation(['teams', 'shell'])
  const [workforce_name, setName] = useState(team?.workforce_name ?? '')
  const [description, setDescription] = useState(team?.description ?? '')
  const create = useSend('CreateWorkforce', ['ListWorkforces'])
  const update = useSend('UpdateWorkforce', ['ListWorkforces', 'DescWorkforce'])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = { workforce_name: workforce_name.trim(), description: description.trim() }
    if (team) update.mutate({ args: { workforce_id: team.workforce_id! }, body }, { onSuccess: onClose })
    else create.mutate({ args: {}, body }, { onSuccess: onClose })
  }
  const error = create.error ?? update.error
  return (
    <form onSubmit={submit}>
      <Stack>
        {error && <Fault error={error} />}
        <NameInput
          label={t('teams:name')}
          required
          maxLength={64}
          data-autofocus
          value={workforce_name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label={t('teams:description')}
          maxLength={256}
          autosize
          minRows={2}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('shell:cancel')}
          </Button>
          <Button type="submit" loading={create.isPending || update.isPending}>
            {t('shell:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

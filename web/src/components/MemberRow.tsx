import { Badge, Button, Select, Table } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { MemberRole, WorkerStatus } from '#contract/codes.ts'
import type { Worker } from '#contract/workers.ts'
import { useSend } from '#web/data/calls.ts'
import { Fault } from './Fault.tsx'
import { InvitationButton } from './InvitationButton.tsx'

/** One member of a team: role, invitation, and its link to copy. */
export function MemberRow({ worker, workforce_id, box }: { worker: Worker; workforce_id: string; box: ReactNode }) {
  const { t } = useTranslation('teams')
  const { worker_id, email, role, status } = worker
  const names = { workforce_id, worker_id: worker_id! }
  const update = useSend('UpdateWorker', ['ListWorkers'])
  const remove = useSend('DeleteWorker', ['ListWorkers', 'DescWorkforce', 'ListWorkforces'])
  const error = update.error ?? remove.error
  return (
    <>
      <Table.Tr>
        <Table.Td>{box}</Table.Td>
        <Table.Td>{email}</Table.Td>
        <Table.Td>
          <Select
            aria-label={t('role')}
            w={170}
            allowDeselect={false}
            value={String(role)}
            data={Object.values(MemberRole).map((one) => ({ value: String(one), label: t(`roles.${one}`) }))}
            onChange={(value) => update.mutate({ args: names, body: { role: Number(value) as MemberRole } })}
          />
        </Table.Td>
        <Table.Td>
          <Badge variant="light" color={status === WorkerStatus.loggedIn ? 'green' : 'gray'}>
            {t(`statuses.${status!}`)}
          </Badge>
        </Table.Td>
        <Table.Td ta="end">
          <InvitationButton worker_id={worker_id!} />
          <Button
            variant="subtle"
            color="red"
            size="compact-sm"
            loading={remove.isPending}
            onClick={() => remove.mutate({ args: names })}
          >
            {t('removeMember')}
          </Button>
        </Table.Td>
      </Table.Tr>
      {error && (
        <Table.Tr>
          <Table.Td colSpan={5}>
            <Fault error={error} />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  )
}

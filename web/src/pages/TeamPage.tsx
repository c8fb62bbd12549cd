import { Button, Checkbox, Group, Pagination, Table } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconTrash, IconUserPlus } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AddMembersModal } from '#web/components/AddMembersModal.tsx'
import { ConfirmModal } from '#web/components/ConfirmModal.tsx'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { MemberRow } from '#web/components/MemberRow.tsx'
import { Nothing } from '#web/components/Nothing.tsx'
import { Page } from '#web/components/Page.tsx'
import { TeamModal } from '#web/components/TeamModal.tsx'
import { useCall, useSend } from '#web/data/calls.ts'

const route = getRouteApi('/signed-in/shell/teams/$workforce_id')
const ROWS = 20

export function TeamPage() {
  const { t } = useTranslation('teams')
  const { workforce_id } = route.useParams()
  const navigate = useNavigate()
  const [page, setPage] = useState(1)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [adding, adder] = useDisclosure()
  const [renaming, renamer] = useDisclosure()
  const [removing, remover] = useDisclosure()
  const team = useCall('DescWorkforce', { workforce_id })
  const paging = { limit: ROWS, offset: page - 1, sort_by: 'email', order: 'asc' } as const
  const members = useCall('ListWorkers', { workforce_id, ...paging }, { keepPrevious: true })
  const removeTeam = useSend('DeleteWorkforce', ['ListWorkforces'])
  const removeMembers = useSend('BatchDeleteWorkers', ['ListWorkers', 'DescWorkforce', 'ListWorkforces'])
  const error = team.error ?? members.error
  if (error) return <Fault error={error} onRetry={() => void team.refetch().then(() => members.refetch())} />
  if (!team.data || !members.data) return <Loading />
  const { workers, total_number } = members.data
  const { workforce_name, description } = team.data
  const addButton = (
    <Button leftSection={<IconUserPlus size={18} />} onClick={adder.open}>
      {t('add')}
    </Button>
  )
  const toggle = (id: string) => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  const leave = () => {
    const done = { onSuccess: () => setChosen([]) }
    removeMembers.mutate({ args: { workforce_id }, body: { workers: [...chosen] } }, done)
  }
  return (
    <Page
      title={workforce_name!}
      about={description}
      actions={
        <>
          <Button variant="default" onClick={renamer.open}>
            {t('edit')}
          </Button>
          <Button variant="default" c="red" leftSection={<IconTrash size={18} />} onClick={remover.open}>
            {t('remove')}
          </Button>
          {total_number > 0 && addButton}
        </>
      }
    >
      <TeamModal opened={renaming} onClose={renamer.close} team={team.data} />
      <AddMembersModal opened={adding} onClose={adder.close} workforce_id={workforce_id} />
      <ConfirmModal
        opened={removing}
        question={t('removeSure', { name: workforce_name! })}
        confirm={t('remove')}
        busy={removeTeam.isPending}
        error={removeTeam.error}
        onClose={remover.close}
        onConfirm={() =>
          removeTeam.mutate({ args: { workforce_id } }, { onSuccess: () => void navigate({ to: '/teams' }) })
        }
      />
      {removeMembers.error && <Fault error={removeMembers.error} />}
      {removeMembers.data?.error_msg && <Fault error={new Error(removeMembers.data.error_msg)} />}
      {chosen.length > 0 && (
        <Group>
          <Button variant="light" color="red" onClick={leave} loading={removeMembers.isPending}>
            {t('removeMembers', { count: chosen.length })}
          </Button>
        </Group>
      )}
      {total_number === 0 ? (
        <Nothing title={t('noMembers')} help={t('noMembersHelp')}>
          {addButton}
        </Nothing>
      ) : (
        <Table.ScrollContainer minWidth={720}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={40} />
                <Table.Th>{t('email')}</Table.Th>
                <Table.Th>{t('role')}</Table.Th>
                <Table.Th>{t('status')}</Table.Th>
                <Table.Th />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {workers.map((worker) => (
                <MemberRow
                  key={worker.worker_id}
                  worker={worker}
                  workforce_id={workforce_id}
                  box={
                    <Checkbox
                      aria-label={t('select', { email: worker.email! })}
                      checked={chosen.includes(worker.worker_id!)}
                      onChange={() => toggle(worker.worker_id!)}
                    />
                  }
                />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {total_number > ROWS && (
        <Group justify="center">
          <Pagination aria-label={t('pages')} total={Math.ceil(total_number / ROWS)} value={page} onChange={setPage} />
        </Group>
      )}
    </Page>
  )
}

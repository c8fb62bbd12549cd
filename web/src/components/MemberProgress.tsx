import { Button, Table, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useTranslation } from 'react-i18next'
import type { WorkerTask } from '#contract/workforce-tasks.ts'
import { useSend } from '#web/data/calls.ts'
import { EntryBar } from './EntryBar.tsx'
import { wordsOf } from './Fault.tsx'
import { Moment } from './Moment.tsx'

type Names = { dataset_id: string; workforce_task_id: string }

/** How far each member of a task is, with a reminder for those who need one. */
export function MemberProgress({ names, members }: { names: Names; members: readonly WorkerTask[] }) {
  const { t, i18n } = useTranslation(['tasks', 'teams'])
  const remind = useSend('SendEmails', ['DescWorkforceTask'])
  const percent = ({ pass_rate: rate, muster }: WorkerTask) =>
    rate === undefined || !muster?.checked_sample_count
      ? '–'
      : new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(rate)
  const send = (email: string) =>
    remind.mutate(
      { args: names, body: { emails: [email] } },
      {
        onSuccess: () => notifications.show({ message: t('tasks:reminded', { email }), color: 'green' }),
        onError: (error) => notifications.show({ message: wordsOf(error).text, color: 'red' }),
      },
    )
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('tasks:member')}</Table.Th>
            <Table.Th>{t('tasks:role')}</Table.Th>
            <Table.Th w="28%">{t('tasks:progress')}</Table.Th>
            <Table.Th>{t('tasks:entries')}</Table.Th>
            <Table.Th>{t('tasks:passRate')}</Table.Th>
            <Table.Th style={{ whiteSpace: 'nowrap' }}>{t('tasks:lastReminder')}</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {members.map((member) => {
            const { worker_id, email, role, sample_stats, last_notify_time } = member
            return (
              <Table.Tr key={worker_id}>
                <Table.Td>{email}</Table.Td>
                <Table.Td>{t(`teams:roles.${role!}`)}</Table.Td>
                <Table.Td>
                  <EntryBar stats={sample_stats} />
                </Table.Td>
                <Table.Td>
                  <Text size="sm">
                    {new Intl.NumberFormat(i18n.language).format(sample_stats?.total_sample_count ?? 0)}
                  </Text>
                </Table.Td>
                <Table.Td>{percent(member)}</Table.Td>
                <Table.Td>{last_notify_time ? <Moment time={last_notify_time} /> : '–'}</Table.Td>
                <Table.Td ta="end">
                  {email && (
                    <Button variant="subtle" size="compact-sm" onClick={() => send(email)}>
                      {t('tasks:remind')}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

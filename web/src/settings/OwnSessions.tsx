import { Badge, Button, Group, Stack, Table, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { endOtherSessions, endSession, listSessions } from '#client/session.ts'
import type { OwnSession } from '#contract/identity.ts'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { Moment } from '#web/components/Moment.tsx'
import { SERVER } from '#web/data/client.ts'
import { browserOf } from './browser-name.ts'

const queryKey = ['sessions']

/** Where one is signed in, each with its last use, and how to end it. */
export function OwnSessions() {
  const { t } = useTranslation('settings')
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery({ queryKey, queryFn: () => listSessions(SERVER) })
  const end = useMutation({
    mutationFn: (session_id: string | null) =>
      session_id === null ? endOtherSessions(SERVER) : endSession(SERVER, session_id),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
  if (error) return <Fault error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('sessionsHelp')}
      </Text>
      {end.error && <Fault error={end.error} />}
      <Table.ScrollContainer minWidth={520}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('browser')}</Table.Th>
              <Table.Th>{t('signedIn')}</Table.Th>
              <Table.Th>{t('lastUse')}</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.map((session) => (
              <SessionRow
                key={session.session_id}
                session={session}
                busy={end.isPending && end.variables === session.session_id}
                onEnd={() => end.mutate(session.session_id)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {data.length > 1 && (
        <Group>
          <Button variant="default" loading={end.isPending && end.variables === null} onClick={() => end.mutate(null)}>
            {t('endOthers')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function SessionRow({ session, busy, onEnd }: { session: OwnSession; busy: boolean; onEnd: () => void }) {
  const { t } = useTranslation('settings')
  const { current, create_time, last_use, user_agent = '' } = session
  const { browser, system } = browserOf(user_agent)
  const name = browser && system ? t('browserOn', { browser, system }) : (browser ?? system ?? t('unknownBrowser'))
  return (
    <Table.Tr>
      <Table.Td title={user_agent}>{name}</Table.Td>
      <Table.Td>
        <Moment time={create_time} />
      </Table.Td>
      <Table.Td>
        <Moment time={last_use} />
      </Table.Td>
      <Table.Td ta="end">
        {current ? (
          <Badge variant="light">{t('thisSession')}</Badge>
        ) : (
          <Button
            variant="subtle"
            color="red"
            size="compact-sm"
            loading={busy}
            aria-label={t('endSessionOf', { name })}
            onClick={onEnd}
          >
            {t('endSession')}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

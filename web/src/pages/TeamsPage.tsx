import { Button, Table, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { AnchorLink } from '#web/components/links.tsx'
import { Moment } from '#web/components/Moment.tsx'
import { Nothing } from '#web/components/Nothing.tsx'
import { Page } from '#web/components/Page.tsx'
import { TeamModal } from '#web/components/TeamModal.tsx'
import { useCall } from '#web/data/calls.ts'

export function TeamsPage() {
  const { t } = useTranslation('teams')
  const [opened, { open, close }] = useDisclosure()
  const { data, error, refetch } = useCall('ListWorkforces', { limit: 100, sort_by: 'workforce_name', order: 'asc' })
  if (error) return <Fault error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  const create = (
    <Button leftSection={<IconPlus size={18} />} onClick={open}>
      {t('create')}
    </Button>
  )
  return (
    <Page title={t('title')} actions={data.workforces.length > 0 && create}>
      <TeamModal opened={opened} onClose={close} />
      {data.workforces.length === 0 ? (
        <Nothing title={t('none')} help={t('noneHelp')}>
          {create}
        </Nothing>
      ) : (
        <Table.ScrollContainer minWidth={560}>
          <Table verticalSpacing="sm" highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('name')}</Table.Th>
                <Table.Th>{t('members')}</Table.Th>
                <Table.Th>{t('description')}</Table.Th>
                <Table.Th>{t('created')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.workforces.map(({ workforce_id, workforce_name, worker_count, description, create_time }) => (
                <Table.Tr key={workforce_id}>
                  <Table.Td>
                    <AnchorLink to="/teams/$workforce_id" params={{ workforce_id: workforce_id! }} fw={500}>
                      {workforce_name}
                    </AnchorLink>
                  </Table.Td>
                  <Table.Td>{t('memberCount', { count: worker_count ?? 0 })}</Table.Td>
                  <Table.Td>
                    <Text size="sm" lineClamp={1}>
                      {description}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <Moment time={create_time} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Page>
  )
}

import { ActionIcon, Button, CopyButton, Group, Modal, Stack, Table, Text } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { DemoProject } from '#contract/ours.ts'
import { useSend } from '#web/data/calls.ts'
import { Fault } from './Fault.tsx'

/** The making of the demo project, kept by the page: datasets of it are there, and seen, before it is finished. */
export function useDemo() {
  return useSend('CreateDemoProject', ['ListDatasets', 'ListWorkforces'])
}
export type Demo = ReturnType<typeof useDemo>

export function DemoButton({ demo, quiet = false }: { demo: Demo; quiet?: boolean }) {
  const { t } = useTranslation('datasets')
  return (
    <Stack gap="sm" align={quiet ? 'flex-start' : undefined}>
      {demo.error && <Fault error={demo.error} words={t('demoErrors', { returnObjects: true })} />}
      <Button
        loading={demo.isPending}
        onClick={() => demo.mutate({ args: {} })}
        {...(quiet && { variant: 'subtle', size: 'compact-sm', title: t('tryDemoHelp') })}
      >
        {t('tryDemo')}
      </Button>
    </Stack>
  )
}

/** The same where somebody has datasets of his own already. */
export function AnotherDemo() {
  const demo = useDemo()
  return (
    <>
      <DemoButton demo={demo} quiet />
      <DemoPeople demo={demo} />
    </>
  )
}

/** As whom one can sign in to play the parts of the demo; the passwords are told this once. */
export function DemoPeople({ demo }: { demo: Demo }) {
  const made = demo.data
  return made ? <PeopleModal people={made.people} onClose={demo.reset} /> : null
}

function PeopleModal({ people, onClose }: { people: DemoProject['people']; onClose: () => void }) {
  const { t } = useTranslation(['datasets', 'session', 'teams'])
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('demoMade')}
      size="xl"
      centered
      withCloseButton={false}
      closeOnClickOutside={false}
    >
      <Stack>
        <Text size="sm">{t('demoPeople')}</Text>
        <Table.ScrollContainer minWidth={520}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('name')}</Table.Th>
                <Table.Th>{t('demoRole')}</Table.Th>
                <Table.Th>{t('demoUser')}</Table.Th>
                <Table.Th>{t('session:password')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {people.map(({ name, email, password, role }) => (
                <Table.Tr key={email}>
                  <Table.Td>{name}</Table.Td>
                  <Table.Td>{t(`teams:roles.${role}`)}</Table.Td>
                  <Table.Td>
                    <Copied text={email} label={t('demoCopyUser', { name })} />
                  </Table.Td>
                  <Table.Td>
                    <Copied text={password} label={t('demoCopyPassword', { name })} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        <Group justify="flex-end">
          <Button onClick={onClose} data-autofocus>
            {t('demoGoOn')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function Copied({ text, label }: { text: string; label: string }) {
  return (
    <Group gap={4} wrap="nowrap">
      <Text size="sm" ff="monospace">
        {text}
      </Text>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="subtle"
            color={copied ? 'green' : 'gray'}
            onClick={copy}
            aria-label={label}
            title={label}
          >
            {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          </ActionIcon>
        )}
      </CopyButton>
    </Group>
  )
}

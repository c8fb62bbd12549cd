import { ActionIcon, Badge, Button, Group, Stack, Table, Text, Title } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { VersionStatus } from '#contract/codes.ts'
import type { DatasetVersion } from '#contract/versions.ts'
import { Moment } from '#web/components/Moment.tsx'
import { TaskFaultLine } from '#web/data-tasks/TaskFault.tsx'

/** How a dataset was before each switch of its version, to come back to. */
export function KeptStates({
  states,
  onSwitch,
  onDelete,
}: {
  states: readonly DatasetVersion[]
  /** Absent while it cannot be switched. */
  onSwitch: ((state: DatasetVersion) => void) | undefined
  onDelete: (state: DatasetVersion) => void
}) {
  const { t } = useTranslation('versions')
  return (
    <Stack gap="xs" component="section">
      <div>
        <Title order={2} size="h4">
          {t('kept')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('keptHelp')}
        </Text>
      </div>
      <Table verticalSpacing={6}>
        <Table.Tbody>
          {states.map((state) => (
            <Table.Tr key={state.version_id}>
              <Table.Td>
                <Group gap="xs">
                  <Text size="sm">
                    {t('keptAt')} · <Moment time={state.create_time} />
                  </Text>
                  {state.is_current && <Badge variant="light">{t('current')}</Badge>}
                  {state.status === VersionStatus.error && (
                    <Badge variant="light" color="red">
                      {t('states.4')}
                    </Badge>
                  )}
                </Group>
              </Table.Td>
              <Table.Td className="figures">
                {state.status === VersionStatus.normal &&
                  t('samples', { count: state.total_sample_count ?? 0, labelled: state.annotated_sample_count ?? 0 })}
                {state.status === VersionStatus.error && <TaskFaultLine fault={state.muster ?? {}} />}
                {(state.muster?.missing_sample_count ?? 0) > 0 && (
                  <Text size="xs" c="dimmed">
                    {t('notBack', { count: state.muster!.missing_sample_count! })}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                <Group gap={4} justify="flex-end" wrap="nowrap">
                  {onSwitch && state.status === VersionStatus.normal && !state.is_current && (
                    <Button variant="default" size="compact-sm" onClick={() => onSwitch(state)}>
                      {t('goBack')}
                    </Button>
                  )}
                  <ActionIcon
                    variant="subtle"
                    color="red"
                    aria-label={t('removeKept')}
                    title={t('removeKept')}
                    disabled={state.status === VersionStatus.creating || state.status === VersionStatus.deleting}
                    onClick={() => onDelete(state)}
                  >
                    <IconTrash size={18} />
                  </ActionIcon>
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  )
}

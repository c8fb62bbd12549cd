import { Alert, Button, Group, Modal, SegmentedControl, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conflict, Decision, FieldChoice, Merge, Side } from '#web/workbench/saving/merge.ts'

/** Somebody else changed the same labels: both versions side by side, chosen label by label and field by field. */
export function ConflictModal({
  merge,
  onResolve,
}: {
  merge: Merge
  onResolve: (decisions: Readonly<Record<string, Decision>>, metadata: Readonly<Record<string, Side>>) => void
}) {
  const { t } = useTranslation('workbench')
  const [labels, setLabels] = useState<Record<string, Record<string, Side>>>({})
  const [metadata, setMetadata] = useState<Record<string, Side>>({})
  const decide = () => {
    const decisions = merge.conflicts.map(({ id, fields }): [string, Decision] => {
      const chosen = labels[id] ?? {}
      const wholeSide = chosen[WHOLE] ?? 'mine'
      return [id, fields.length === 0 ? wholeSide : sidesOf(fields, chosen)]
    })
    onResolve(Object.fromEntries(decisions), sidesOf(merge.metadata, metadata))
  }
  return (
    <Modal
      opened
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size="xl"
      title={t('conflict.title')}
    >
      <Stack>
        <Alert color="yellow" variant="light">
          {t('conflict.help')}
        </Alert>
        {merge.conflicts.map((conflict) => (
          <ConflictOfLabel
            key={conflict.id}
            conflict={conflict}
            chosen={labels[conflict.id] ?? {}}
            onChoose={(field, side) =>
              setLabels({ ...labels, [conflict.id]: { ...labels[conflict.id], [field]: side } })
            }
          />
        ))}
        {merge.metadata.length > 0 && (
          <FieldTable
            title={t('conflict.metadata')}
            fields={merge.metadata}
            chosen={metadata}
            onChoose={(field, side) => setMetadata({ ...metadata, [field]: side })}
          />
        )}
        <Group justify="flex-end">
          <Button onClick={decide} data-autofocus>
            {t('conflict.keep')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** In place of a field: the label as a whole, which one side has deleted. */
const WHOLE = ''

function sidesOf(fields: readonly FieldChoice[], chosen: Record<string, Side>): Record<string, Side> {
  return Object.fromEntries(fields.map(({ field, changedBy }) => [field, chosen[field] ?? changedBy ?? 'mine']))
}

function ConflictOfLabel({
  conflict: { base, mine, theirs, fields },
  chosen,
  onChoose,
}: {
  conflict: Conflict
  chosen: Record<string, Side>
  onChoose: (field: string, side: Side) => void
}) {
  const { t } = useTranslation('workbench')
  const name = mine?.name ?? theirs?.name ?? base?.name ?? ''
  if (fields.length > 0) return <FieldTable title={name} fields={fields} chosen={chosen} onChoose={onChoose} />
  const words = (side: unknown) => (side ? name : t('conflict.deleted'))
  const whole: FieldChoice = { field: WHOLE, base: undefined, mine: words(mine), theirs: words(theirs) }
  return <FieldTable title={name} fields={[whole]} chosen={chosen} onChoose={onChoose} />
}

function FieldTable({
  title,
  fields,
  chosen,
  onChoose,
}: {
  title: string
  fields: readonly FieldChoice[]
  chosen: Record<string, Side>
  onChoose: (field: string, side: Side) => void
}) {
  const { t } = useTranslation('workbench')
  const nameOf = (field: string) => {
    if (field === 'place') return t('conflict.place')
    if (field === 'name' || field === WHOLE) return t('conflict.name')
    return field.replace(/^property\./, '')
  }
  return (
    <div>
      <Text fw={600} dir="auto">
        {title}
      </Text>
      <Table layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={140} />
            <Table.Th>{t('conflict.mine')}</Table.Th>
            <Table.Th>{t('conflict.theirs')}</Table.Th>
            <Table.Th w={180} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {fields.map(({ field, mine, theirs, changedBy }) => (
            <Table.Tr key={field}>
              <Table.Td>{nameOf(field)}</Table.Td>
              <Table.Td>{textOf(mine)}</Table.Td>
              <Table.Td>{textOf(theirs)}</Table.Td>
              <Table.Td>
                <SegmentedControl
                  size="xs"
                  aria-label={nameOf(field)}
                  value={chosen[field] ?? changedBy ?? 'mine'}
                  onChange={(side) => onChoose(field, side as Side)}
                  data={[
                    { value: 'mine', label: t('conflict.mine') },
                    { value: 'theirs', label: t('conflict.theirs') },
                  ]}
                />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

const LONGEST = 120

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '–')
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

import { ActionIcon, Button, Group, Input, NativeSelect, ScrollArea, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { COLUMN_TYPES, type ColumnType } from '#core/tables/column-types.ts'
import { wordsOf } from '#web/components/Fault.tsx'
import type { Column } from './create-form.ts'

/** The columns of a new table, one below the other: first as they are guessed, then as somebody writes them. */
export function ColumnFields({
  columns,
  isPending,
  error,
  onChange,
  onGuess,
}: {
  columns: readonly Column[]
  /** They are just being guessed. */
  isPending: boolean
  error: unknown
  onChange: (columns: readonly Column[]) => void
  /** Undefined where they are as guessed. */
  onGuess: (() => void) | undefined
}) {
  const { t } = useTranslation('create')
  const change = (index: number, part: Partial<Column>) =>
    onChange(columns.map((one, at) => (at === index ? { ...one, ...part } : one)))
  const isTwice = ({ name }: Column) => columns.filter((one) => one.name.trim() === name.trim()).length > 1
  return (
    <Input.Wrapper label={t('columns')} description={t('columnsHelp')} labelElement="div">
      <Stack gap="xs" mt="xs">
        <Text size="sm" role="status" mih={22} {...(error ? { c: 'red' } : {})}>
          {isPending
            ? t('guessing')
            : error
              ? wordsOf(error, { '4312': t('noTable') }).text
              : t('columnCount', { count: columns.length })}
        </Text>
        <ScrollArea.Autosize mah={360} type="auto">
          <Stack gap={6} component="ol" p={4} m={0} style={{ listStyle: 'none' }}>
            {columns.map((column, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place; its name changes while it is typed
              <li key={index}>
                <Group gap="xs" wrap="nowrap" align="flex-start">
                  <TextInput
                    flex={1}
                    size="xs"
                    aria-label={t('columnName', { number: index + 1 })}
                    value={column.name}
                    error={column.name.trim() === '' ? t('columnUnnamed') : isTwice(column) && t('columnTwice')}
                    onChange={(event) => change(index, { name: event.currentTarget.value })}
                  />
                  <NativeSelect
                    w={140}
                    size="xs"
                    aria-label={t('columnType', { number: index + 1 })}
                    data={[...COLUMN_TYPES]}
                    value={column.type}
                    onChange={(event) => change(index, { type: event.currentTarget.value as ColumnType })}
                  />
                  <ActionIcon
                    variant="subtle"
                    color="red"
                    size={30}
                    aria-label={t('columnRemove', { number: index + 1, name: column.name })}
                    title={t('columnRemove', { number: index + 1, name: column.name })}
                    onClick={() => onChange(columns.filter((_, at) => at !== index))}
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                </Group>
              </li>
            ))}
          </Stack>
        </ScrollArea.Autosize>
        <Group gap="xs">
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={16} />}
            onClick={() => onChange([...columns, { name: `column_${columns.length + 1}`, type: 'STRING' }])}
          >
            {t('columnAdd')}
          </Button>
          {onGuess && (
            <Button variant="subtle" size="compact-sm" leftSection={<IconRefresh size={16} />} onClick={onGuess}>
              {t('guessAgain')}
            </Button>
          )}
        </Group>
      </Stack>
    </Input.Wrapper>
  )
}

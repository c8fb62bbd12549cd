import { ActionIcon, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { LabelAttribute } from '#contract/labels.ts'

/** An attribute as it is being edited: the choices are one text. `id` is the server's, of one that there is already. */
export type Attribute = { key: number; id?: string; name: string; type: 'text' | 'select'; values: string }

export function readAttributes(attributes: readonly LabelAttribute[] = []): Attribute[] {
  return attributes.map(({ id, name = '', type = 'text', values = [] }, key) => ({
    key,
    ...(id !== undefined && { id }),
    name,
    type,
    values: values.map(({ value }) => value).join(', '),
  }))
}

export function writeAttributes(attributes: readonly Attribute[]): LabelAttribute[] {
  return attributes
    .filter(({ name }) => name.trim() !== '')
    .map(({ id, name, type, values }) => ({
      ...(id !== undefined && { id }),
      name: name.trim(),
      type,
      ...(type === 'select' && { values: choicesOf(values).map((value) => ({ value })) }),
    }))
}

function choicesOf(values: string): string[] {
  const choices = values.split(/[,，、]/).map((value) => value.trim())
  return [...new Set(choices.filter((value) => value !== ''))]
}

/** The attributes of a label, a row each. */
export function AttributesInput({
  attributes,
  onChange,
}: {
  attributes: readonly Attribute[]
  onChange: (attributes: readonly Attribute[]) => void
}) {
  const { t } = useTranslation('labels')
  const change = (key: number, values: Partial<Attribute>) =>
    onChange(attributes.map((one) => (one.key === key ? { ...one, ...values } : one)))
  const add = () => {
    const key = Math.max(-1, ...attributes.map((one) => one.key)) + 1
    onChange([...attributes, { key, name: '', type: 'select', values: '' }])
  }
  return (
    <Stack gap="xs" role="group" aria-label={t('attributes')}>
      <div>
        <Text size="sm" fw={500}>
          {t('attributes')}
        </Text>
        <Text size="xs" c="dimmed">
          {t('attributesHelp')}
        </Text>
      </div>
      {attributes.map(({ key, name, type, values }) => (
        <Group key={key} gap="xs" wrap="nowrap" align="flex-end">
          <TextInput
            label={t('attributeName')}
            w={160}
            required
            maxLength={64}
            value={name}
            onChange={(event) => change(key, { name: event.currentTarget.value })}
          />
          <Select
            label={t('attributeType')}
            w={140}
            allowDeselect={false}
            value={type}
            data={[
              { value: 'select', label: t('select') },
              { value: 'text', label: t('text') },
            ]}
            onChange={(value) => change(key, { type: value as Attribute['type'] })}
          />
          {type === 'select' && (
            <TextInput
              label={t('values')}
              placeholder={t('valuesHelp')}
              flex={1}
              value={values}
              onChange={(event) => change(key, { values: event.currentTarget.value })}
            />
          )}
          <ActionIcon
            variant="subtle"
            color="red"
            size="lg"
            aria-label={t('removeAttribute', { name })}
            title={t('removeAttribute', { name })}
            onClick={() => onChange(attributes.filter((one) => one.key !== key))}
          >
            <IconTrash size={18} />
          </ActionIcon>
        </Group>
      ))}
      <div>
        <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={16} />} onClick={add}>
          {t('addAttribute')}
        </Button>
      </div>
    </Stack>
  )
}

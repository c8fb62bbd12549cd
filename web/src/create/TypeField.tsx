import { Group, Radio, SimpleGrid, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type CreateForm, TYPES } from './create-form.ts'

/** What is labelled in a new dataset. */
export function TypeField({
  type,
  onChange,
}: {
  type: CreateForm['type']
  onChange: (type: CreateForm['type']) => void
}) {
  const { t } = useTranslation(['create', 'datasets'])
  return (
    <Radio.Group
      label={t('create:type')}
      required
      value={String(type)}
      onChange={(value) => onChange(Number(value) as CreateForm['type'])}
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }} mt="xs" spacing="xs">
        {TYPES.map((one) => (
          <Radio.Card key={one} value={String(one)} p="sm">
            <Group wrap="nowrap" align="flex-start">
              <Radio.Indicator />
              <div>
                <Text size="sm" fw={500}>
                  {t(`datasets:types.${one}`)}
                </Text>
                <Text size="xs" c="dimmed">
                  {t(`create:typeHelp.${one}`)}
                </Text>
              </div>
            </Group>
          </Radio.Card>
        ))}
      </SimpleGrid>
    </Radio.Group>
  )
}

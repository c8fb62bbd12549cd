import { Button, Group, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { FolderPicker } from './FolderPicker.tsx'

/** A path of the object store, typed or found by looking. */
export function StorePathInput({
  label,
  description,
  placeholder,
  value,
  onChange,
  pick = 'folder',
  required = false,
}: {
  label: string
  description: string
  placeholder?: string
  value: string
  onChange: (path: string) => void
  pick?: 'folder' | 'file'
  required?: boolean
}) {
  const { t } = useTranslation('create')
  const [picking, picker] = useDisclosure()
  return (
    <Group align="flex-end" gap="xs">
      <TextInput
        label={label}
        description={description}
        required={required}
        flex={1}
        {...(placeholder !== undefined && { placeholder })}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Button variant="default" onClick={picker.open}>
        {t('browse')}
      </Button>
      {picking && <FolderPicker opened pick={pick} onClose={picker.close} onTake={onChange} />}
    </Group>
  )
}

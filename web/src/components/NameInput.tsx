import { TextInput, type TextInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { isPlainName } from './name-rules.ts'

/** The name of a dataset, a task or a team. What the server would refuse is said while it is typed. */
export function NameInput(props: TextInputProps & { value: string }) {
  const { t } = useTranslation('create')
  const isWrong = props.value !== '' && !isPlainName(props.value)
  return (
    <TextInput
      description={t('nameHelp')}
      // The browser refuses to send a form with it.
      pattern="[A-Za-z0-9_\-]+"
      title={t('nameHelp')}
      error={isWrong && t('nameWrong')}
      {...props}
    />
  )
}

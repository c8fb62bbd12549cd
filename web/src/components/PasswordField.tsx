import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** A field for a password, which one may look at while typing. */
export function PasswordField(props: PasswordInputProps) {
  const { t } = useTranslation('session')
  return <PasswordInput {...props} visibilityToggleButtonProps={{ 'aria-label': t('showPassword'), tabIndex: 0 }} />
}

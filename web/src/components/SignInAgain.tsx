import { Modal, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { setExpired, useExpired } from '#web/data/expiry.ts'
import { queries } from '#web/data/queries.ts'
import { useSessionIfAny } from '#web/data/session.tsx'
import { SignInForm } from './SignInForm.tsx'

/** Over the work, when the session has ended: nothing below is lost or reloaded. */
export function SignInAgain() {
  const { t } = useTranslation('session')
  const expired = useExpired()
  const session = useSessionIfAny()
  if (!session) return null
  const goOn = () => {
    setExpired(false)
    void queries.invalidateQueries({ refetchType: 'active' })
  }
  return (
    <Modal
      opened={expired}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('again')}
      centered
    >
      <Stack>
        <Text size="sm">{t('againHelp')}</Text>
        <SignInForm user_name={session.user_name} onDone={goOn} />
      </Stack>
    </Modal>
  )
}

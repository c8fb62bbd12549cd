import { Modal, Stack, Text } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { readSession } from '#client/session.ts'
import type { Session } from '#contract/identity.ts'
import { SERVER } from '#web/data/client.ts'
import { expiry, useExpired } from '#web/data/expiry.ts'
import { refresh } from '#web/data/live.ts'
import { useSessionIfAny } from '#web/data/session.tsx'
import { SignInForm } from './SignInForm.tsx'

/** Over the work, when the session has ended: nothing below is lost or reloaded. */
export function SignInAgain() {
  const { t } = useTranslation('session')
  const expired = useExpired()
  const session = useSessionIfAny()
  const account_id = session?.account_id
  useEffect(() => {
    if (account_id === undefined) return
    // Somebody may have signed in or out in another tab meanwhile.
    const look = async () => {
      if (document.visibilityState !== 'visible') return
      const isOver = expiry.begin()
      const session = await readSession(SERVER).catch(() => undefined)
      if (session) goOnAs(account_id)(session)
      else if (session === null) isOver()
    }
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [account_id])
  if (!session) return null
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
        <SignInForm user_name={session.user_name} onDone={goOnAs(session.account_id)} />
      </Stack>
    </Modal>
  )
}

/** Goes on when the same person is signed in; nobody else sees this page, or sends what was done on it. */
function goOnAs(account_id: string): (session: Session) => void {
  return (session) => {
    if (session.account_id !== account_id) {
      expiry.abandon()
      return location.assign('/')
    }
    if (expiry.signedIn()) refresh()
  }
}

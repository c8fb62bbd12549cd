import { Button, Modal, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readSession } from '#client/session.ts'
import type { Session } from '#contract/identity.ts'
import { SERVER } from '#web/data/client.ts'
import { expiry, useExpired } from '#web/data/expiry.ts'
import { refresh } from '#web/data/live.ts'
import { useSessionIfAny } from '#web/data/session.tsx'
import { SignInForm } from './SignInForm.tsx'

/**
 * Over the work, when the session has ended or somebody else has signed in in another tab: nothing below is lost or reloaded,
 * and nobody else sends what was done on it.
 */
export function SignInAgain() {
  const { t } = useTranslation('session')
  const expired = useExpired()
  const session = useSessionIfAny()
  const [other, setOther] = useState<Session | null>(null)
  const account_id = session?.account_id
  useEffect(() => {
    if (account_id === undefined) return
    // Somebody may have signed in or out in another tab meanwhile.
    const look = async () => {
      if (document.visibilityState !== 'visible') return
      const isOver = expiry.begin()
      const now = await readSession(SERVER).catch(() => undefined)
      if (now === undefined) return
      if (now?.account_id === account_id) goOn()
      else if (isOver()) setOther(now)
    }
    if (expired) void look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [account_id, expired])
  if (!session) return null
  const { user_name } = session
  return (
    <Modal
      opened={expired}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={other ? t('another', { other: other.user_name }) : t('again')}
      centered
    >
      <Stack>
        <Text size="sm">{other ? t('anotherHelp', { other: other.user_name, user: user_name }) : t('againHelp')}</Text>
        <SignInForm user_name={user_name} onDone={goOn} />
        {other && (
          <Button variant="default" onClick={() => location.assign('/')}>
            {t('goOnAs', { other: other.user_name })}
          </Button>
        )}
      </Stack>
    </Modal>
  )
}

function goOn(): void {
  if (expiry.signedIn()) refresh()
}

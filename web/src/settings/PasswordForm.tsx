import { Alert, Button, Group, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changePassword } from '#client/session.ts'
import { Fault } from '#web/components/Fault.tsx'
import { PasswordField } from '#web/components/PasswordField.tsx'
import { SERVER } from '#web/data/client.ts'
import { useSession } from '#web/data/session.tsx'

const LEAST = 12

export function PasswordForm() {
  const { t } = useTranslation(['session', 'settings'])
  const { user_name } = useSession()
  const [old_password, setOld] = useState('')
  const [password, setPassword] = useState('')
  const [repeat, setRepeat] = useState('')
  const change = useMutation({
    mutationFn: () => changePassword(SERVER, { old_password, password }),
    onSuccess: () => {
      setOld('')
      setPassword('')
      setRepeat('')
    },
  })
  const isDifferent = repeat !== '' && repeat !== password
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (password === repeat) change.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack maw={400}>
        {change.error && <Fault error={change.error} words={t('settings:passwordErrors', { returnObjects: true })} />}
        {change.isSuccess && (
          <Alert color="green" variant="light" role="status">
            {t('passwordChanged')}
          </Alert>
        )}
        {/* Tells password managers whose password it is. */}
        <input type="text" autoComplete="username" value={user_name} readOnly hidden />
        <PasswordField
          label={t('oldPassword')}
          autoComplete="current-password"
          required
          value={old_password}
          onChange={(event) => setOld(event.currentTarget.value)}
        />
        <PasswordField
          label={t('newPassword')}
          description={t('settings:passwordHelp', { least: LEAST })}
          autoComplete="new-password"
          required
          minLength={LEAST}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <PasswordField
          label={t('repeat')}
          autoComplete="new-password"
          required
          error={isDifferent && t('different')}
          value={repeat}
          onChange={(event) => setRepeat(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" loading={change.isPending}>
            {t('changePassword')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

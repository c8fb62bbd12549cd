import { Alert, Button, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '#client/client.ts'
import { signIn } from '#client/session.ts'
import type { Session } from '#contract/identity.ts'
import { DOOR } from '#web/data/client.ts'
import { sessionOptions } from '#web/data/session.tsx'
import { wordsOf } from './Fault.tsx'
import { PasswordField } from './PasswordField.tsx'

/** Name and password; `user_name` is fixed where somebody has to sign in again, a `likely` one can be changed. */
export function SignInForm({
  user_name,
  likely,
  onDone,
}: {
  user_name?: string
  likely?: string | undefined
  onDone: (session: Session) => void
}) {
  const { t } = useTranslation('session')
  const queries = useQueryClient()
  const [name, setName] = useState(user_name ?? likely ?? '')
  const [password, setPassword] = useState('')
  const first = useRef<HTMLInputElement>(null)
  const second = useRef<HTMLInputElement>(null)
  // There is nothing else to do here; in the dialog over the work its trap puts the focus on the password.
  useEffect(() => {
    if (user_name === undefined) (likely ? second : first).current?.focus()
  }, [user_name, likely])
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => signIn(DOOR, { user_name: user_name ?? name.trim(), password }),
    onSuccess: (session) => {
      queries.setQueryData(sessionOptions.queryKey, session)
      onDone(session)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    mutate()
  }
  const refusal = () => {
    if (error instanceof ApiError && error.status === 401) return t('wrong')
    if (error instanceof ApiError && error.status === 429) return t('tooMany')
    return wordsOf(error).text
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        {error && (
          <Alert color="red" variant="light" role="alert">
            {refusal()}
          </Alert>
        )}
        <TextInput
          ref={first}
          label={t('user')}
          autoComplete="username"
          required
          readOnly={user_name !== undefined}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordField
          ref={second}
          label={t('password')}
          autoComplete="current-password"
          required
          data-autofocus={user_name !== undefined || undefined}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={isPending}>
          {t('signIn')}
        </Button>
      </Stack>
    </form>
  )
}

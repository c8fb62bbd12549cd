import { Alert, Button, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { acceptInvitation, readInvitation } from '#client/session.ts'
import { Doorway } from '#web/components/Doorway.tsx'
import { wordsOf } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { ButtonLink } from '#web/components/links.tsx'
import { PasswordField } from '#web/components/PasswordField.tsx'
import { SERVER } from '#web/data/client.ts'

const route = getRouteApi('/invitation/$token')
const LEAST = 12

export function InvitationPage() {
  const { t } = useTranslation('session')
  const { token } = route.useParams()
  const [password, setPassword] = useState('')
  const [repeat, setRepeat] = useState('')
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => readInvitation(SERVER, token),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const accept = useMutation({ mutationFn: () => acceptInvitation(SERVER, token, password) })
  if (invitation.isPending) return <Loading />
  if (invitation.isError || accept.isSuccess) {
    return (
      <Doorway title={t('invitation')}>
        <Stack>
          <Text>{accept.isSuccess ? t('invitationDone') : t('invitationDead')}</Text>
          <ButtonLink to="/sign-in" state={accept.data ? { user_name: accept.data.user_name } : {}}>
            {t('signIn')}
          </ButtonLink>
        </Stack>
      </Doorway>
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (password === repeat) accept.mutate()
  }
  const different = repeat !== '' && repeat !== password
  return (
    <Doorway title={t('invitation')}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{t('invitationHelp', { user: invitation.data.user_name, least: LEAST })}</Text>
          {accept.error && (
            <Alert color="red" variant="light" role="alert">
              {wordsOf(accept.error).text}
            </Alert>
          )}
          <PasswordField
            label={t('password')}
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
            error={different && t('different')}
            value={repeat}
            onChange={(event) => setRepeat(event.currentTarget.value)}
          />
          <Button type="submit" loading={accept.isPending}>
            {t('setPassword')}
          </Button>
        </Stack>
      </form>
    </Doorway>
  )
}

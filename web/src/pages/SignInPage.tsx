import { getRouteApi, useLocation, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Doorway } from '#web/components/Doorway.tsx'
import { SignInForm } from '#web/components/SignInForm.tsx'
import { expiry } from '#web/data/expiry.ts'

const route = getRouteApi('/sign-in')

export function SignInPage() {
  const { t } = useTranslation('session')
  const { to } = route.useSearch()
  const router = useRouter()
  const { user_name } = useLocation().state
  // Only addresses of ours: an address from elsewhere in a link must not lead away after signing in.
  const target = to?.startsWith('/') && !to.startsWith('//') ? to : '/'
  const enter = () => {
    expiry.signedIn()
    router.history.push(target)
  }
  return (
    <Doorway title={t('welcome')} help={t('help')}>
      <SignInForm likely={user_name} onDone={enter} />
    </Doorway>
  )
}

import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { Loading } from './components/Loading.tsx'
import { Shell } from './components/Shell.tsx'
import { queries } from './data/queries.ts'
import { sessionOptions } from './data/session.tsx'
import { FaultPage } from './pages/FaultPage.tsx'
import { NotFoundPage } from './pages/NotFoundPage.tsx'

/**
 * The screens and their addresses. Each page is a file of its own, fetched when it is opened. Pages under `shell` have the
 * menu above them; pages under `frame` fill the window.
 */
const root = createRootRoute({ notFoundComponent: NotFoundPage })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ to }: Record<string, unknown>): { to?: string } => (typeof to === 'string' ? { to } : {}),
  component: lazyRouteComponent(() => import('./pages/SignInPage.tsx'), 'SignInPage'),
})

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation/$token',
  component: lazyRouteComponent(() => import('./pages/InvitationPage.tsx'), 'InvitationPage'),
})

/** Everything else is for those who have signed in. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ location }) => {
    const session = await queries.ensureQueryData(sessionOptions)
    if (!session) throw redirect({ to: '/sign-in', search: { to: location.href } })
    return { session }
  },
})

const shell = createRoute({ getParentRoute: () => signedIn, id: 'shell', component: Shell })
const frame = createRoute({ getParentRoute: () => signedIn, id: 'frame' })

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: ({ context: { session } }) => {
    throw redirect({ to: session.role === 'owner' ? '/datasets' : '/work' })
  },
})

const shellPages = [home]
const framePages: never[] = []

const tree = root.addChildren([
  signIn,
  invitation,
  signedIn.addChildren([shell.addChildren(shellPages), frame.addChildren(framePages)]),
])

export const router = createRouter({
  routeTree: tree,
  defaultPendingComponent: Loading,
  defaultErrorComponent: FaultPage,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

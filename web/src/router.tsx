import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { Loading } from './components/Loading.tsx'
import { Shell } from './components/Shell.tsx'
import { queries } from './data/queries.ts'
import { sessionOptions } from './data/session.tsx'
import { FaultPage } from './pages/FaultPage.tsx'
import { NotFoundPage } from './pages/NotFoundPage.tsx'
import { readEntryFilter, readSampleFilter, readVersionChoice } from './search.ts'

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

const datasets = createRoute({
  getParentRoute: () => shell,
  path: '/datasets',
  component: lazyRouteComponent(() => import('./pages/DatasetsPage.tsx'), 'DatasetsPage'),
})

const newDataset = createRoute({
  getParentRoute: () => shell,
  path: '/datasets/new',
  component: lazyRouteComponent(() => import('./pages/CreateDatasetPage.tsx'), 'CreateDatasetPage'),
})

const dataset = createRoute({
  getParentRoute: () => shell,
  path: '/datasets/$dataset_id',
  component: lazyRouteComponent(() => import('./pages/DatasetLayout.tsx'), 'DatasetLayout'),
})

const overview = createRoute({
  getParentRoute: () => dataset,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/OverviewPage.tsx'), 'OverviewPage'),
})

const samples = createRoute({
  getParentRoute: () => dataset,
  path: '/samples',
  validateSearch: readSampleFilter,
  component: lazyRouteComponent(() => import('./pages/SamplesPage.tsx'), 'SamplesPage'),
})

const labels = createRoute({
  getParentRoute: () => dataset,
  path: '/labels',
  component: lazyRouteComponent(() => import('./pages/LabelsPage.tsx'), 'LabelsPage'),
})

const datasetTasks = createRoute({
  getParentRoute: () => dataset,
  path: '/tasks',
  component: lazyRouteComponent(() => import('./pages/DatasetTasksPage.tsx'), 'DatasetTasksPage'),
})

const datasetData = createRoute({
  getParentRoute: () => dataset,
  path: '/data',
  component: lazyRouteComponent(() => import('./pages/DataPage.tsx'), 'DataPage'),
})

const versions = createRoute({
  getParentRoute: () => dataset,
  path: '/versions',
  component: lazyRouteComponent(() => import('./pages/VersionsPage.tsx'), 'VersionsPage'),
})

const importData = createRoute({
  getParentRoute: () => shell,
  path: '/datasets/$dataset_id/import',
  component: lazyRouteComponent(() => import('./pages/ImportPage.tsx'), 'ImportPage'),
})

const exportData = createRoute({
  getParentRoute: () => shell,
  path: '/datasets/$dataset_id/export',
  validateSearch: readVersionChoice,
  component: lazyRouteComponent(() => import('./pages/ExportPage.tsx'), 'ExportPage'),
})

const newTask = createRoute({
  getParentRoute: () => shell,
  path: '/datasets/$dataset_id/new-task',
  component: lazyRouteComponent(() => import('./pages/CreateTaskPage.tsx'), 'CreateTaskPage'),
})

const tasks = createRoute({
  getParentRoute: () => shell,
  path: '/tasks',
  component: lazyRouteComponent(() => import('./pages/TasksPage.tsx'), 'TasksPage'),
})

const task = createRoute({
  getParentRoute: () => shell,
  path: '/datasets/$dataset_id/tasks/$workforce_task_id',
  component: lazyRouteComponent(() => import('./pages/TaskPage.tsx'), 'TaskPage'),
})

const report = createRoute({
  getParentRoute: () => shell,
  path: '/datasets/$dataset_id/tasks/$workforce_task_id/report',
  component: lazyRouteComponent(() => import('./pages/ReportPage.tsx'), 'ReportPage'),
})

const work = createRoute({
  getParentRoute: () => shell,
  path: '/work',
  component: lazyRouteComponent(() => import('./pages/WorkPage.tsx'), 'WorkPage'),
})

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/SettingsPage.tsx'), 'SettingsPage'),
})

/** Labelling samples of a dataset by its owner, one by one. */
const labelSample = createRoute({
  getParentRoute: () => frame,
  path: '/datasets/$dataset_id/label/$sample_id',
  validateSearch: readSampleFilter,
  component: lazyRouteComponent(() => import('./pages/LabelSamplePage.tsx'), 'LabelSamplePage'),
})

/** Labelling, reviewing and judging entries of a team task, one by one. */
const workOn = createRoute({
  getParentRoute: () => frame,
  path: '/work/$dataset_id/$workforce_task_id/$mode',
  validateSearch: readEntryFilter,
  component: lazyRouteComponent(() => import('./pages/WorkOnPage.tsx'), 'WorkOnPage'),
})

/** Labelling many texts of a team task, each on a card. */
const labelCards = createRoute({
  getParentRoute: () => frame,
  path: '/work/$dataset_id/$workforce_task_id/label/cards',
  validateSearch: readEntryFilter,
  component: lazyRouteComponent(() => import('./pages/CardsPage.tsx'), 'CardsPage'),
})

/** Looking at many entries side by side, and passing them together. */
const reviewMany = createRoute({
  getParentRoute: () => frame,
  path: '/work/$dataset_id/$workforce_task_id/$mode/many',
  validateSearch: readEntryFilter,
  component: lazyRouteComponent(() => import('./pages/ReviewManyPage.tsx'), 'ReviewManyPage'),
})

const teams = createRoute({
  getParentRoute: () => shell,
  path: '/teams',
  component: lazyRouteComponent(() => import('./pages/TeamsPage.tsx'), 'TeamsPage'),
})

const team = createRoute({
  getParentRoute: () => shell,
  path: '/teams/$workforce_id',
  component: lazyRouteComponent(() => import('./pages/TeamPage.tsx'), 'TeamPage'),
})

const tree = root.addChildren([
  signIn,
  invitation,
  signedIn.addChildren([
    shell.addChildren([
      ...[
        home,
        datasets,
        newDataset,
        dataset.addChildren([overview, samples, labels, datasetTasks, datasetData, versions]),
      ],
      ...[importData, exportData, newTask, tasks, task, report, teams, team, work, settings],
    ]),
    frame.addChildren([labelSample, workOn, labelCards, reviewMany]),
  ]),
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
  interface HistoryState {
    /** Who is likely to sign in; not in the address, which others may see. */
    user_name?: string
  }
}

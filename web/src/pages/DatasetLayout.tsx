import { Badge, Tabs } from '@mantine/core'
import { getRouteApi, Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DatasetStatus, type DatasetType, TEAM_DATASET_TYPES } from '#contract/codes.ts'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { Page } from '#web/components/Page.tsx'
import { useCall } from '#web/data/calls.ts'
import { TaskFault } from '#web/data-tasks/TaskFault.tsx'
import { hasLabels } from '#web/samples/dataset-kinds.ts'

const route = getRouteApi('/signed-in/shell/datasets/$dataset_id')

const tabs = {
  overview: '/datasets/$dataset_id',
  samples: '/datasets/$dataset_id/samples',
  labels: '/datasets/$dataset_id/labels',
  tasks: '/datasets/$dataset_id/tasks',
  data: '/datasets/$dataset_id/data',
  versions: '/datasets/$dataset_id/versions',
} as const
type Tab = keyof typeof tabs

/** Those behind which there can be something: not every type has labels, or is given to teams. */
function tabsOf(type: DatasetType): readonly Tab[] {
  return (Object.keys(tabs) as Tab[]).filter(
    (tab) => (tab !== 'labels' || hasLabels(type)) && (tab !== 'tasks' || TEAM_DATASET_TYPES.includes(type)),
  )
}

/** Name, state and tabs of one dataset, above each of its pages. */
export function DatasetLayout() {
  const { t } = useTranslation('datasets')
  const { dataset_id } = route.useParams()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const { data, error, refetch } = useCall('DescDataset', { dataset_id })
  if (error) return <Fault error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  const last = pathname.split('/')[3] ?? ''
  const tab = Object.hasOwn(tabs, last) ? (last as Tab) : 'overview'
  return (
    <Page
      title={data.dataset_name!}
      about={
        <>
          {t(`types.${data.dataset_type!}`)}
          {data.status !== DatasetStatus.normal && (
            <Badge ml="xs" variant="light" color={data.status === DatasetStatus.abnormal ? 'red' : 'blue'}>
              {t(`states.${data.status!}`)}
            </Badge>
          )}
        </>
      }
    >
      <TaskFault fault={data.muster ?? {}} />
      <Tabs
        value={tab}
        onChange={(chosen) => void navigate({ to: tabs[(chosen ?? 'overview') as Tab], params: { dataset_id } })}
      >
        <Tabs.List>
          {tabsOf(data.dataset_type!).map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <Outlet />
    </Page>
  )
}

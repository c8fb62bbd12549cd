import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { VersionStatus } from '#contract/codes.ts'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { AnchorLink } from '#web/components/links.tsx'
import { Page } from '#web/components/Page.tsx'
import { useCall } from '#web/data/calls.ts'
import { ExportFields } from '#web/exports/ExportFields.tsx'

const route = getRouteApi('/signed-in/shell/datasets/$dataset_id/export')

const MOST_VERSIONS = 1000

/** Writes samples and labels of a dataset into a folder, or into a new dataset. */
export function ExportPage() {
  const { t } = useTranslation('exports')
  const { dataset_id } = route.useParams()
  const { version_id } = route.useSearch()
  const dataset = useCall('DescDataset', { dataset_id })
  const versions = useCall('ListDatasetVersions', { dataset_id, limit: MOST_VERSIONS, status: VersionStatus.normal })
  const error = dataset.error ?? versions.error
  if (error) return <Fault error={error} />
  if (!dataset.data || !versions.data) return <Loading />
  const { dataset_name } = dataset.data
  return (
    <Page
      title={t('title')}
      about={t('about', { dataset: dataset_name! })}
      trail={
        <AnchorLink to="/datasets/$dataset_id/data" params={{ dataset_id }} size="sm">
          {dataset_name}
        </AnchorLink>
      }
    >
      <ExportFields dataset={dataset.data} versions={versions.data.versions} version_id={version_id ?? ''} />
    </Page>
  )
}

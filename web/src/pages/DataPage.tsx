import { Group, Stack, Title } from '@mantine/core'
import { IconFileExport, IconFileImport } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '#web/components/links.tsx'
import { useCall } from '#web/data/calls.ts'
import { ExportList } from '#web/exports/ExportList.tsx'
import { ImportList } from '#web/imports/ImportList.tsx'
import { SyncSection } from '#web/sync/SyncSection.tsx'

const route = getRouteApi('/signed-in/shell/datasets/$dataset_id/data')

/** What came into a dataset and what went out of it, under way and before. */
export function DataPage() {
  const { t } = useTranslation(['imports', 'exports'])
  const { dataset_id } = route.useParams()
  const dataset = useCall('DescDataset', { dataset_id }).data
  return (
    <Stack gap="lg">
      <section>
        <Group justify="space-between" mb="xs">
          <Title order={2} size="h4">
            {t('imports:list')}
          </Title>
          <ButtonLink
            to="/datasets/$dataset_id/import"
            params={{ dataset_id }}
            leftSection={<IconFileImport size={18} />}
          >
            {t('imports:title')}
          </ButtonLink>
        </Group>
        <ImportList dataset_id={dataset_id} />
      </section>
      <section>
        <Group justify="space-between" mb="xs">
          <Title order={2} size="h4">
            {t('exports:list')}
          </Title>
          <ButtonLink
            to="/datasets/$dataset_id/export"
            params={{ dataset_id }}
            search={{}}
            variant="default"
            leftSection={<IconFileExport size={18} />}
          >
            {t('exports:title')}
          </ButtonLink>
        </Group>
        <ExportList dataset_id={dataset_id} />
      </section>
      {dataset && <SyncSection dataset={dataset} />}
    </Stack>
  )
}

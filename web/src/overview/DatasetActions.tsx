import { ActionIcon, Group, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconDots,
  IconFileExport,
  IconFileImport,
  IconPencil,
  IconPlayerPlay,
  IconTag,
  IconTrash,
  IconUsersPlus,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { TEAM_DATASET_TYPES } from '#contract/codes.ts'
import type { DescDatasetResp } from '#contract/datasets.ts'
import { ConfirmModal } from '#web/components/ConfirmModal.tsx'
import { ButtonLink } from '#web/components/links.tsx'
import { useCall, useSend } from '#web/data/calls.ts'
import { queryOfFilter } from '#web/data/sample-filter.ts'
import { hasWorkbench } from '#web/samples/dataset-kinds.ts'
import { EditDatasetModal } from './EditDatasetModal.tsx'

/** What an owner does next with a dataset: label it, give it to a team, bring data in and out, rename or delete it. */
export function DatasetActions({ dataset, unlabelled }: { dataset: DescDatasetResp; unlabelled: number }) {
  const { t } = useTranslation(['overview', 'imports', 'exports', 'versions'])
  const dataset_id = dataset.dataset_id!
  const navigate = useNavigate()
  const [editing, edit] = useDisclosure()
  const [deleting, ask] = useDisclosure()
  const remove = useSend('DeleteDataset', ['ListDatasets'])
  const filter = unlabelled > 0 ? { state: 'unlabelled' } : {}
  const first = useCall('ListSamples', { dataset_id, limit: 1, ...queryOfFilter(filter) })
  const sample_id = first.data?.samples[0]?.sample_id
  const closeDelete = () => {
    remove.reset()
    ask.close()
  }
  const go = (to: '/datasets/$dataset_id/import' | '/datasets/$dataset_id/export' | '/datasets/$dataset_id/versions') =>
    void navigate({ to, params: { dataset_id } })
  const onDelete = () =>
    remove.mutate({ args: { dataset_id } }, { onSuccess: () => void navigate({ to: '/datasets', replace: true }) })
  return (
    <Group gap="xs">
      {sample_id && hasWorkbench(dataset.dataset_type!) && (
        <ButtonLink
          to="/datasets/$dataset_id/label/$sample_id"
          params={{ dataset_id, sample_id }}
          search={filter}
          leftSection={<IconPlayerPlay size={18} />}
        >
          {unlabelled > 0 ? t('overview:label') : t('overview:look')}
        </ButtonLink>
      )}
      {TEAM_DATASET_TYPES.includes(dataset.dataset_type!) && (
        <ButtonLink
          to="/datasets/$dataset_id/new-task"
          params={{ dataset_id }}
          variant="default"
          leftSection={<IconUsersPlus size={18} />}
        >
          {t('overview:newTask')}
        </ButtonLink>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={t('overview:more')} title={t('overview:more')}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFileImport size={16} />} onClick={() => go('/datasets/$dataset_id/import')}>
            {t('imports:title')}
          </Menu.Item>
          <Menu.Item leftSection={<IconFileExport size={16} />} onClick={() => go('/datasets/$dataset_id/export')}>
            {t('exports:title')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTag size={16} />} onClick={() => go('/datasets/$dataset_id/versions')}>
            {t('versions:title')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={edit.open}>
            {t('overview:edit')}
          </Menu.Item>
          <Menu.Item color="var(--mantine-color-error)" leftSection={<IconTrash size={16} />} onClick={ask.open}>
            {t('overview:remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {editing && <EditDatasetModal dataset={dataset} onClose={edit.close} />}
      <ConfirmModal
        opened={deleting}
        question={t('overview:removeSure', { name: dataset.dataset_name ?? '' })}
        confirm={t('overview:remove')}
        onConfirm={onDelete}
        onClose={closeDelete}
        busy={remove.isPending}
        error={remove.error}
      />
    </Group>
  )
}

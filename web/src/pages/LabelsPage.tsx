import { ActionIcon, Button, Group, Kbd, Table, Text } from '@mantine/core'
import { IconAlertTriangle, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Shape } from '#contract/codes.ts'
import type { Label } from '#contract/labels.ts'
import { colourOfLabel, lookalikes } from '#core/labels/colours.ts'
import { DeleteLabelModal } from '#web/components/DeleteLabelModal.tsx'
import { Fault } from '#web/components/Fault.tsx'
import { LabelChip } from '#web/components/LabelChip.tsx'
import { LabelModal } from '#web/components/LabelModal.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { Nothing } from '#web/components/Nothing.tsx'
import { useCall } from '#web/data/calls.ts'

const route = getRouteApi('/signed-in/shell/datasets/$dataset_id/labels')

/** The label set of a dataset: what there is to apply, how it looks, and how often it is used. */
export function LabelsPage() {
  const { t } = useTranslation('labels')
  const { dataset_id } = route.useParams()
  const dataset = useCall('DescDataset', { dataset_id })
  const { data, error, refetch } = useCall('ListLabels', { dataset_id })
  const stats = useCall('GetDatasetStats', { dataset_id })
  const [edited, setEdited] = useState<Label | 'new' | null>(null)
  const [deleted, setDeleted] = useState<Label | null>(null)
  if (error) return <Fault error={error} onRetry={() => void refetch()} />
  if (!data || !dataset.data) return <Loading />
  const { labels } = data
  const add = (
    <Button leftSection={<IconPlus size={18} />} onClick={() => setEdited('new')}>
      {t('add')}
    </Button>
  )
  const usesOf = ({ name, type }: Label) =>
    stats.data?.label_stats?.find((one) => one.name === name && one.type === type)
  return (
    <>
      <LabelModal
        key={edited === null || edited === 'new' ? String(edited) : edited.name}
        dataset_id={dataset_id}
        dataset_type={dataset.data.dataset_type!}
        label={edited}
        labels={labels}
        onClose={() => setEdited(null)}
      />
      <DeleteLabelModal
        dataset_id={dataset_id}
        label={deleted}
        uses={deleted ? (usesOf(deleted)?.count ?? 0) : 0}
        onClose={() => setDeleted(null)}
      />
      {labels.length === 0 ? (
        <Nothing title={t('none')} help={t('noneHelp')}>
          {add}
        </Nothing>
      ) : (
        <>
          <Group justify="flex-end">{add}</Group>
          <Table.ScrollContainer minWidth={720}>
            <Table verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('name')}</Table.Th>
                  <Table.Th>{t('key')}</Table.Th>
                  <Table.Th>{t('attributes')}</Table.Th>
                  <Table.Th>{t('samples')}</Table.Th>
                  <Table.Th>{t('uses')}</Table.Th>
                  <Table.Th />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {labels.map((label) => (
                  <LabelRow
                    key={`${label.type} ${label.name}`}
                    label={label}
                    others={labels}
                    count={usesOf(label)?.count ?? 0}
                    sample_count={usesOf(label)?.sample_count ?? 0}
                    onEdit={() => setEdited(label)}
                    onDelete={() => setDeleted(label)}
                  />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </>
      )}
    </>
  )
}

function LabelRow({
  label,
  others,
  count,
  sample_count,
  onEdit,
  onDelete,
}: {
  label: Label
  others: readonly Label[]
  count: number
  sample_count: number
  onEdit: () => void
  onDelete: () => void
}) {
  const { t, i18n } = useTranslation('labels')
  const { name, property, attributes } = label
  const colour = property?.['@modelarts:color']
  const shape = property?.['@modelarts:default_shape']
  const shortcut = property?.['@modelarts:shortcut']
  const alike = lookalikes(
    colourOfLabel(label.name, colour),
    others
      .filter((other) => other !== label)
      .map((other) => ({ name: other.name!, colour: colourOfLabel(other.name, other.property?.['@modelarts:color']) })),
  )
  const number = (value: number) => new Intl.NumberFormat(i18n.language).format(value)
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs">
          <LabelChip name={name!} colour={colour} />
          {shape && (
            <Text size="xs" c="dimmed">
              {t(`shapes.${shape as Shape}`)}
            </Text>
          )}
          {property?.['@modelarts:from_type'] && (
            <Text size="xs" c="dimmed">
              {property['@modelarts:from_type']} → {property['@modelarts:to_type']}
            </Text>
          )}
          {alike.length > 0 && (
            <Group gap={4} c="orange.8">
              <IconAlertTriangle size={14} aria-hidden />
              <Text size="xs">{t('lookalike', { names: alike.map((one) => one.name).join(', ') })}</Text>
            </Group>
          )}
        </Group>
      </Table.Td>
      <Table.Td>{shortcut && <Kbd>{shortcut}</Kbd>}</Table.Td>
      <Table.Td>
        <Text size="sm">{attributes?.map((attribute) => attribute.name).join(', ')}</Text>
      </Table.Td>
      <Table.Td>{number(sample_count)}</Table.Td>
      <Table.Td>{number(count)}</Table.Td>
      <Table.Td>
        <Group gap={4} justify="flex-end" wrap="nowrap">
          <ActionIcon variant="subtle" aria-label={`${t('edit')}: ${name}`} title={t('edit')} onClick={onEdit}>
            <IconPencil size={18} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={`${t('remove')}: ${name}`}
            title={t('remove')}
            onClick={onDelete}
          >
            <IconTrash size={18} />
          </ActionIcon>
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}

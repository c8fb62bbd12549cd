import { Button, Group, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DescribeSampleResp } from '#contract/samples.ts'
import type { WorkerTask } from '#contract/workforce-tasks.ts'
import { type Outcome, outcome } from '#core/acceptance/finish.ts'
import { LabelChip } from '#web/components/LabelChip.tsx'
import { useCall } from '#web/data/calls.ts'
import type { Ending } from './finish-rows.ts'
import { countLabels, type LabelCount, lookAlike } from './label-counts.ts'

const PAGE = 8

type Shared = {
  dataset_id: string
  conflicts: readonly DescribeSampleResp[]
  ending: Ending
  members: readonly WorkerTask[]
}

/** Entries that meet other labels, beside what they meet; a page at a time. */
export function ConflictTable(shared: Shared) {
  const { t } = useTranslation('acceptance')
  const [from, setFrom] = useState(0)
  const { conflicts } = shared
  const shown = conflicts.slice(from, from + PAGE)
  return (
    <Stack gap="xs">
      <Table.ScrollContainer minWidth={560} maxHeight={260}>
        <Table withTableBorder stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('conflicts.sample')}</Table.Th>
              <Table.Th>{t('conflicts.theirs')}</Table.Th>
              <Table.Th>{t('conflicts.ours')}</Table.Th>
              <Table.Th>{t('rows.outcome')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((entry) => (
              <ConflictRow key={`${entry.sample_id} ${entry.worker_id}`} {...shared} entry={entry} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {conflicts.length > PAGE && (
        <Group gap="xs">
          <Button size="compact-sm" variant="default" disabled={from === 0} onClick={() => setFrom(from - PAGE)}>
            {t('conflicts.previous')}
          </Button>
          <Text size="sm" className="figures">
            {t('conflicts.page', { from: from + 1, to: from + shown.length, total: conflicts.length })}
          </Text>
          <Button
            size="compact-sm"
            variant="default"
            disabled={from + PAGE >= conflicts.length}
            onClick={() => setFrom(from + PAGE)}
          >
            {t('conflicts.next')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function ConflictRow({ dataset_id, conflicts, ending, members, entry }: Shared & { entry: DescribeSampleResp }) {
  const { t } = useTranslation('acceptance')
  const { sample_id, worker_id, check_accept } = entry
  const { data: sample } = useCall('DescribeSample', { dataset_id, sample_id: sample_id! })
  const ours = countLabels(entry.labels)
  const theirs = sample && countLabels(sample.labels)
  const emailOf = (id: string | undefined) => members.find((member) => member.worker_id === id)?.email ?? ''
  const others = conflicts.filter((one) => one.sample_id === sample_id && one.worker_id !== worker_id)
  return (
    <Table.Tr>
      <Table.Td maw={180} style={{ overflowWrap: 'anywhere' }}>
        <Text size="sm" dir="auto" lineClamp={2}>
          {entry.sample_data?.[0] ?? entry.sample_name}
        </Text>
        <Text size="xs" c="dimmed">
          {emailOf(worker_id)}
        </Text>
      </Table.Td>
      <Table.Td>
        {theirs && <Chips dataset_id={dataset_id} labels={theirs} />}
        {others.map((other) => (
          <Stack key={other.worker_id} gap={2} mt={4}>
            <Text size="xs" c="dimmed">
              {t('conflicts.other')} {emailOf(other.worker_id)}
            </Text>
            <Chips dataset_id={dataset_id} labels={countLabels(other.labels)} />
          </Stack>
        ))}
      </Table.Td>
      <Table.Td>
        <Chips dataset_id={dataset_id} labels={ours} />
        {theirs && lookAlike(ours, theirs) && (
          <Text size="xs" c="dimmed">
            {t('conflicts.samePlaces')}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{t(`outcomes.${outcomeOf(ending, check_accept)}`)}</Table.Td>
    </Table.Tr>
  )
}

/** Drawn entries without a verdict and those that were not drawn fare alike under every ending. */
function outcomeOf(ending: Ending, accept: boolean | undefined): Outcome {
  if (accept === undefined) return outcome(ending, false, null)
  return outcome(ending, true, accept ? 'passed' : 'rejected')
}

function Chips({ dataset_id, labels }: { dataset_id: string; labels: readonly LabelCount[] }) {
  const { t } = useTranslation('acceptance')
  const set = useCall('ListLabels', { dataset_id }).data?.labels ?? []
  if (labels.length === 0) return <Text size="sm">{t('conflicts.none')}</Text>
  const colourOf = (name: string) => set.find((label) => label.name === name)?.property?.['@modelarts:color']
  return (
    <Group gap={4}>
      {labels.map(({ name, count }) => (
        <LabelChip key={name} name={name} colour={colourOf(name)} count={count} />
      ))}
    </Group>
  )
}

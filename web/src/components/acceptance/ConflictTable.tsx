import { Button, Group, Radio, Stack, Table, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DescribeSampleResp } from '#contract/samples.ts'
import type { WorkerTask } from '#contract/workforce-tasks.ts'
import { type Outcome, outcome } from '#core/acceptance/finish.ts'
import { LabelChip } from '#web/components/LabelChip.tsx'
import { useCall } from '#web/data/calls.ts'
import { type Chosen, chosenFor } from './chosen.ts'
import type { Ending } from './finish-rows.ts'
import { countLabels, type LabelCount, lookAlike } from './label-counts.ts'

const PAGE = 8

type Shared = {
  dataset_id: string
  conflicts: readonly DescribeSampleResp[]
  ending: Ending
  members: readonly WorkerTask[]
  /** What happens to those for which nothing is chosen. */
  overwrite: boolean
  chosen: Chosen
  onChosen: (chosen: Chosen) => void
}

/** Entries that meet other labels, beside what they meet, and which of both the dataset has afterwards; a page at a time. */
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

function ConflictRow({ entry, ...shared }: Shared & { entry: DescribeSampleResp }) {
  const { dataset_id, conflicts, ending, members, chosen, onChosen } = shared
  const { t } = useTranslation('acceptance')
  const group = `labels of ${entry.sample_id}`
  const { sample_id, worker_id, check_accept } = entry
  const { data: sample } = useCall('DescribeSample', { dataset_id, sample_id: sample_id! })
  const ours = countLabels(entry.labels)
  const theirs = sample && countLabels(sample.labels)
  const emailOf = (id: string | undefined) => members.find((member) => member.worker_id === id)?.email ?? ''
  const others = conflicts.filter((one) => one.sample_id === sample_id && one.worker_id !== worker_id)
  const parties = [entry, ...others].map((one) => ({
    worker_id: one.worker_id!,
    isAccepted: outcomeOf(ending, one.check_accept) === 'ACCEPTED',
  }))
  const isLabelled = (sample?.labels ?? []).length > 0
  // Of several entries of a sample the first one shows that its labels can stay.
  const mayKeep =
    isLabelled &&
    parties.some(({ isAccepted }) => isAccepted) &&
    conflicts.find((one) => one.sample_id === sample_id) === entry
  const taken = chosenFor({ sample_id: sample_id!, isLabelled, parties }, shared)
  const words = entry.sample_data?.[0] ?? entry.sample_name ?? ''
  const choose = (whose: string | null) => onChosen(new Map([...chosen, [sample_id!, whose]]))
  return (
    <Table.Tr>
      <Table.Td maw={180} style={{ overflowWrap: 'anywhere' }}>
        <Text size="sm" dir="auto" lineClamp={2}>
          {words}
        </Text>
        <Text size="xs" c="dimmed">
          {emailOf(worker_id)}
        </Text>
      </Table.Td>
      <Table.Td>
        {theirs && (
          <Side
            group={group}
            name={mayKeep ? t('conflicts.keep', { name: words }) : null}
            isTaken={taken === null}
            onTake={() => choose(null)}
          >
            <Chips dataset_id={dataset_id} labels={theirs} />
          </Side>
        )}
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
        <Side
          group={group}
          name={parties[0]!.isAccepted ? t('conflicts.take', { name: words, who: emailOf(worker_id) }) : null}
          isTaken={taken === worker_id}
          onTake={() => choose(worker_id!)}
        >
          <Chips dataset_id={dataset_id} labels={ours} />
        </Side>
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

/** One of the two sets of labels, to be chosen where there is a choice. */
function Side({
  group,
  name,
  isTaken,
  onTake,
  children,
}: {
  group: string
  /** What the choice is called; null: it is none. */
  name: string | null
  isTaken: boolean
  onTake: () => void
  children: ReactNode
}) {
  if (name === null) return children
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Radio size="xs" mt={2} name={group} aria-label={name} checked={isTaken} onChange={onTake} />
      {children}
    </Group>
  )
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

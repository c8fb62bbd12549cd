import { Checkbox, Input, MultiSelect, Select, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { MemberRole } from '#contract/codes.ts'
import type { Worker } from '#contract/workers.ts'
import type { WorkforcesConfig } from '#contract/workforce-tasks.ts'
import type { Workforce } from '#contract/workforces.ts'
import { useCall } from '#web/data/calls.ts'

/** Who takes part in a task: one team, all of it or some of its members. */
export type People = { workforce_id: string | null /** null: everybody. */; worker_ids: readonly string[] | null }

export function configOf({ workforce_id, worker_ids }: People, members: readonly Worker[]): WorkforcesConfig {
  const chosen = worker_ids && members.filter(({ worker_id }) => worker_ids.includes(worker_id!))
  const workers = chosen?.map(({ worker_id, email, role }) => ({ worker_id, email, role }))
  return { workforces: [{ workforce_id: workforce_id!, ...(workers && { workers }) }] }
}

/** Chooses a team and, if wanted, only some of its members. */
export function PeopleInput({
  teams,
  members,
  people,
  onChange,
}: {
  teams: readonly Workforce[]
  /** Of the chosen team. */
  members: readonly Worker[]
  people: People
  onChange: (people: People) => void
}) {
  const { t } = useTranslation(['tasks', 'teams'])
  const { workforce_id, worker_ids } = people
  const nameOf = ({ email, role }: Worker) => `${email} · ${t(`teams:roles.${role as MemberRole}`)}`
  return (
    <Stack gap="sm">
      <Select
        label={t('tasks:team')}
        required
        allowDeselect={false}
        value={workforce_id}
        data={teams.map((team) => ({ value: team.workforce_id!, label: team.workforce_name! }))}
        onChange={(value) => onChange({ workforce_id: value, worker_ids: null })}
      />
      <Input.Wrapper label={t('tasks:takePart')} labelElement="div">
        <Stack gap="xs" mt={4}>
          <Checkbox
            label={t('tasks:everybody')}
            checked={worker_ids === null}
            onChange={(event) =>
              onChange({
                workforce_id,
                worker_ids: event.currentTarget.checked ? null : members.map(({ worker_id }) => worker_id!),
              })
            }
          />
          {worker_ids !== null && (
            <MultiSelect
              aria-label={t('tasks:takePart')}
              value={[...worker_ids]}
              data={members.map((worker) => ({ value: worker.worker_id!, label: nameOf(worker) }))}
              onChange={(value) => onChange({ workforce_id, worker_ids: value })}
            />
          )}
        </Stack>
      </Input.Wrapper>
    </Stack>
  )
}

/** The members of a team; none while no team is chosen. */
export function useMembers(workforce_id: string | null): readonly Worker[] {
  const args = { workforce_id: workforce_id ?? '', limit: 100, sort_by: 'email', order: 'asc' } as const
  const { data } = useCall('ListWorkers', args, { enabled: workforce_id !== null })
  return data?.workers ?? []
}

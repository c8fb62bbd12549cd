import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { EXPORT_STATES, JOB_STATES } from '#contract/codes.ts'

/** `CHECKED`: a dry run that is done; `STOPPED`: by somebody. */
type State = (typeof JOB_STATES)[number] | (typeof EXPORT_STATES)[number] | 'CHECKED' | 'STOPPED'

const colours: Partial<Record<State, string>> = {
  RUNNING: 'blue',
  COMPLETED: 'green',
  SUCCESSED: 'green',
  FAILED: 'red',
}

/** How a task on data stands. */
export function TaskState({ status }: { status: State }) {
  const { t } = useTranslation('dataTasks')
  return (
    <Badge variant="light" color={colours[status] ?? 'gray'} style={{ flexShrink: 0 }}>
      {t(`states.${status}`)}
    </Badge>
  )
}

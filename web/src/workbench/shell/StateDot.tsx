import { useTranslation } from 'react-i18next'

const colours: Record<string, string> = {
  UN_ANNOTATION: 'gray-5',
  AUTO_ANNOTATION: 'yellow-6',
  REJECTED: 'red-7',
  UNREVIEWED: 'indigo-5',
  UNCHECK: 'petrol-7',
  ACCEPTED: 'green-7',
  MANUAL_ANNOTATION: 'green-7',
}

export type EntryState = keyof typeof words

const words = {
  UN_ANNOTATION: 'unannotated',
  AUTO_ANNOTATION: 'auto',
  REJECTED: 'rejected',
  UNREVIEWED: 'unreviewed',
  UNCHECK: 'uncheck',
  ACCEPTED: 'accepted',
} as const

/** The state of an entry as a dot with its name. */
export function StateDot({ state, withName = false }: { state: string | undefined; withName?: boolean }) {
  const { t } = useTranslation(['tasks', 'workbench'])
  const name = state && state in words ? t(`tasks:states.${words[state as EntryState]}`) : t('workbench:labelled')
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 6 }}>
      <span
        role="img"
        aria-label={name}
        title={name}
        style={{
          width: 10,
          height: 10,
          flex: 'none',
          borderRadius: '50%',
          background: `var(--mantine-color-${colours[state ?? ''] ?? 'gray-5'})`,
        }}
      />
      {withName && <span aria-hidden>{name}</span>}
    </span>
  )
}

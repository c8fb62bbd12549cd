import { ActionIcon } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActionId } from '#web/keys/actions.ts'
import { useKeys } from '#web/keys/KeysRegion.tsx'
import { textOfChord } from '#web/keys/key-text.ts'
import { PLATFORM } from '#web/keys/platform.ts'

/** A button that does what a key does, and says which. */
export function BarAction({
  id,
  label,
  disabled,
  onClick,
  children,
}: {
  id: ActionId
  label: string
  disabled?: boolean
  onClick?: () => void
  children: ReactNode
}) {
  const { t } = useTranslation('keys')
  const { bindings, perform } = useKeys()
  const [chord] = bindings[id]
  const key = chord && textOfChord(chord, PLATFORM, (cap) => t(`caps.${cap}`))
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={label}
      title={key ? `${label} (${key})` : label}
      disabled={disabled}
      onClick={onClick ?? (() => perform(id))}
    >
      {children}
    </ActionIcon>
  )
}

import { Group, Tooltip } from '@mantine/core'
import type { ReactElement } from 'react'
import type { ActionId } from '#web/keys/actions.ts'
import { Caps } from '#web/keys/Caps.tsx'
import { useKeys } from '#web/keys/KeysRegion.tsx'

/** Says what a button does, with the key that does it too. */
export function KeyTip({
  label,
  action,
  position = 'top',
  children,
}: {
  label: string
  action?: ActionId
  position?: 'right' | 'top'
  children: ReactElement
}) {
  const { bindings } = useKeys()
  const chord = action && bindings[action][0]
  return (
    <Tooltip
      position={position}
      openDelay={300}
      label={
        <Group gap="xs" wrap="nowrap">
          {label}
          {chord && <Caps chord={chord} />}
        </Group>
      }
    >
      {children}
    </Tooltip>
  )
}

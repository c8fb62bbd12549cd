import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'

/** Something that is shown, and made, when somebody asks for it. */
export function Unfold({
  closed,
  opened = closed,
  isOpen: first = false,
  children,
}: {
  closed: string
  opened?: string
  /** Whether it is shown at first. */
  isOpen?: boolean
  children: ReactNode
}) {
  const [isOpen, { toggle }] = useDisclosure(first)
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<Chevron size={16} />}
        aria-expanded={isOpen}
        onClick={toggle}
      >
        {isOpen ? opened : closed}
      </Button>
      {isOpen && children}
    </div>
  )
}

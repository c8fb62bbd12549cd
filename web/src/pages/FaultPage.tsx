import { Container } from '@mantine/core'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { Fault } from '#web/components/Fault.tsx'

/** In place of a page that could not be shown. */
export function FaultPage({ error, reset }: ErrorComponentProps) {
  return (
    <Container size="sm" py="xl">
      <Fault error={error} onRetry={reset} />
    </Container>
  )
}

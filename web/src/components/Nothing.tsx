import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** In place of an empty list: why it is empty, and what to do next. */
export function Nothing({ title, help, children }: { title: string; help: string; children?: ReactNode }) {
  return (
    <Stack align="center" gap="xs" py="xl" ta="center">
      <Title order={3} size="h4">
        {title}
      </Title>
      <Text c="dimmed" maw={520}>
        {help}
      </Text>
      {children}
    </Stack>
  )
}

import { Center, Group, Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { AppearanceMenu } from './AppearanceMenu.tsx'
import { LanguageMenu } from './LanguageMenu.tsx'
import { Logo } from './Logo.tsx'

/** The page of those who are not in yet: one card, with language and appearance in the corner. */
export function Doorway({ title, children, help }: { title: string; children: ReactNode; help?: string }) {
  return (
    <>
      <Group justify="flex-end" p="sm" gap="xs">
        <LanguageMenu />
        <AppearanceMenu />
      </Group>
      <Center component="main" px="md" pt="8vh" pb="xl">
        <Stack w="100%" maw={400} gap="lg">
          <Group gap="sm" justify="center">
            <Logo size={36} />
            <Title order={1} size="h3">
              {title}
            </Title>
          </Group>
          <Paper withBorder p="lg" radius="md">
            {children}
          </Paper>
          {help && (
            <Text size="sm" c="dimmed" ta="center">
              {help}
            </Text>
          )}
        </Stack>
      </Center>
    </>
  )
}

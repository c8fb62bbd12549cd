import { Alert, AppShell, Burger, Container, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconClipboardList, IconDatabase, IconPencil, IconUsers } from '@tabler/icons-react'
import { Outlet, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useLiveUpdates } from '#web/data/live.ts'
import { useSession } from '#web/data/session.tsx'
import { KeysRegion } from '#web/keys/KeysRegion.tsx'
import { AccountMenu } from './AccountMenu.tsx'
import { AppearanceMenu } from './AppearanceMenu.tsx'
import { JobsIndicator } from './JobsIndicator.tsx'
import { LanguageMenu } from './LanguageMenu.tsx'
import { Logo } from './Logo.tsx'
import { MenuLink } from './links.tsx'
import { SignInAgain } from './SignInAgain.tsx'

const places = {
  owner: [
    { to: '/datasets', name: 'datasets', Icon: IconDatabase },
    { to: '/tasks', name: 'tasks', Icon: IconClipboardList },
    { to: '/teams', name: 'teams', Icon: IconUsers },
  ],
  member: [{ to: '/work', name: 'work', Icon: IconPencil }],
} as const

/** Menu, account and content of every page that does not fill the window. */
export function Shell() {
  const { t } = useTranslation()
  const session = useSession()
  const { connected } = useLiveUpdates()
  const { pathname } = useLocation()
  const [opened, { toggle, close }] = useDisclosure()
  return (
    <KeysRegion screen="page">
      <AppShell
        header={{ height: 52 }}
        navbar={{ width: 200, breakpoint: 'md', collapsed: { mobile: !opened } }}
        padding="md"
      >
        <a className="skip-to-content" href="#content">
          {t('skipToContent')}
        </a>
        <AppShell.Header>
          <Group h="100%" px="md" justify="space-between" wrap="nowrap">
            <Group gap="xs" wrap="nowrap">
              <Burger opened={opened} onClick={toggle} hiddenFrom="md" size="sm" aria-label={t('navigation')} />
              <Logo />
              <Text fw={650} visibleFrom="xs">
                {t('name')}
              </Text>
            </Group>
            <Group gap="xs" wrap="nowrap">
              {session.role === 'owner' && <JobsIndicator />}
              <LanguageMenu />
              <AppearanceMenu />
              <AccountMenu />
            </Group>
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="xs" aria-label={t('navigation')}>
          {places[session.role].map(({ to, name, Icon }) => (
            <MenuLink
              key={to}
              to={to}
              label={t(name)}
              leftSection={<Icon size={18} />}
              active={pathname.startsWith(to)}
              onClick={close}
            />
          ))}
        </AppShell.Navbar>
        <AppShell.Main id="content" tabIndex={-1}>
          <Container size="xl" px={0}>
            {!connected && (
              <Alert color="yellow" mb="md" role="status">
                {t('offline')}
              </Alert>
            )}
            <Outlet />
          </Container>
        </AppShell.Main>
        <SignInAgain />
      </AppShell>
    </KeysRegion>
  )
}

import { Card, Stack, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Page } from '#web/components/Page.tsx'
import { KeySettings } from '#web/settings/KeySettings.tsx'
import { LooksSettings } from '#web/settings/LooksSettings.tsx'
import { OwnSessions } from '#web/settings/OwnSessions.tsx'
import { PasswordForm } from '#web/settings/PasswordForm.tsx'

/** What somebody chooses for himself. */
export function SettingsPage() {
  const { t } = useTranslation(['settings', 'shell', 'session', 'keys'])
  return (
    <Page title={t('shell:settings')}>
      <Stack maw={860}>
        <Part title={t('settings:looks')}>
          <LooksSettings />
        </Part>
        <Part title={t('session:changePassword')}>
          <PasswordForm />
        </Part>
        <Part title={t('settings:sessions')}>
          <OwnSessions />
        </Part>
        <Part title={t('keys:title')}>
          <KeySettings />
        </Part>
      </Stack>
    </Page>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card withBorder padding="lg" component="section">
      <Title order={2} size="h4" mb="md">
        {title}
      </Title>
      {children}
    </Card>
  )
}

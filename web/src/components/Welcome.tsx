import { Card, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { IconFolderPlus, IconPlayerPlay } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type Demo, DemoButton } from './DemoButton.tsx'
import { ButtonLink } from './links.tsx'
import { Page } from './Page.tsx'

/** What a new owner sees first: the demo project, or a dataset of his own. */
export function Welcome({ demo }: { demo: Demo }) {
  const { t } = useTranslation('datasets')
  return (
    <Page title={t('welcome')} about={t('welcomeHelp')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} maw={860}>
        <Card withBorder padding="lg">
          <Stack gap="sm" h="100%" justify="space-between">
            <div>
              <IconPlayerPlay size={32} stroke={1.5} aria-hidden />
              <Title order={2} size="h4" mt="xs">
                {t('tryDemo')}
              </Title>
              <Text size="sm" c="dimmed">
                {t('tryDemoHelp')}
              </Text>
            </div>
            <DemoButton demo={demo} />
          </Stack>
        </Card>
        <Card withBorder padding="lg">
          <Stack gap="sm" h="100%" justify="space-between">
            <div>
              <IconFolderPlus size={32} stroke={1.5} aria-hidden />
              <Title order={2} size="h4" mt="xs">
                {t('createFirst')}
              </Title>
              <Text size="sm" c="dimmed">
                {t('createFirstHelp')}
              </Text>
            </div>
            <ButtonLink to="/datasets/new" variant="default">
              {t('createFirst')}
            </ButtonLink>
          </Stack>
        </Card>
      </SimpleGrid>
    </Page>
  )
}

import { Button, Center, Group, Text } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '#web/components/links.tsx'
import { Nothing } from '#web/components/Nothing.tsx'
import type { EntryProps } from './EntryWorkbench.tsx'
import classes from './Frame.module.css'
import { Frame } from './Frame.tsx'
import { QueueStrip } from './QueueStrip.tsx'

/** The end of a list, or an empty one. */
export function NothingLeft({
  title,
  back,
  filterSelect,
  entries,
  onChoose,
  onAgain,
}: Pick<EntryProps, 'title' | 'back' | 'filterSelect' | 'entries' | 'onChoose'> & { onAgain: () => void }) {
  const { t } = useTranslation('workbench')
  const leave = (
    <ButtonLink {...back} variant="default" leftSection={<IconArrowLeft size={16} />}>
      {t('leave')}
    </ButtonLink>
  )
  return (
    <Frame
      top={
        <Group gap="sm">
          {leave}
          <Text fw={600}>{title}</Text>
        </Group>
      }
      left={
        <>
          <div className={classes.filter}>{filterSelect}</div>
          <QueueStrip entries={entries} current={-1} hasMore={false} onMore={() => {}} onChoose={onChoose} />
        </>
      }
      right={null}
      bottom={null}
    >
      <Center h="100%">
        <Nothing title={t('done')} help={t('doneHelp')}>
          <Group mt="sm">
            <Button onClick={onAgain}>{t('again')}</Button>
            {leave}
          </Group>
        </Nothing>
      </Center>
    </Frame>
  )
}

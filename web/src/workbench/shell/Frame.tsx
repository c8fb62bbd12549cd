import { ActionIcon, Box, Group } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarRightCollapse } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './Frame.module.css'
import { useFullScreen } from './full-screen.ts'

type Folded = { left?: boolean; right?: boolean }

/**
 * The frame that every labelling screen shares (workbench 1); panels that were folded away stay so on this device. A full
 * screen begins with the data alone.
 */
export function Frame({
  top,
  banner,
  beside,
  left,
  right,
  bottom,
  children,
}: {
  top: ReactNode
  /** Something to know or decide about the whole sample. Below the data, which stays where it is when this comes. */
  banner?: ReactNode
  /** Something to read beside the data. */
  beside?: ReactNode
  left: ReactNode
  right: ReactNode
  bottom: ReactNode
  children: ReactNode
}) {
  const { t } = useTranslation('workbench')
  const isFull = useFullScreen()
  const [inFull, setInFull] = useState<Folded>({ left: true, right: true })
  const [kept, keep] = useLocalStorage<Folded>({
    key: 'muster.panels',
    defaultValue: {},
    getInitialValueInEffect: false,
  })
  const [folded, setFolded] = isFull ? [inFull, setInFull] : [kept, keep]
  const toggle = (side: 'left' | 'right') => setFolded({ ...folded, [side]: !folded[side] })
  return (
    <Box
      className={classes.frame}
      data-frame
      data-left={!folded.left || undefined}
      data-right={!folded.right || undefined}
    >
      <Group component="header" className={classes.top} wrap="nowrap" gap="xs">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('queuePanel')}
          title={t('queuePanel')}
          aria-expanded={!folded.left}
          onClick={() => toggle('left')}
        >
          <IconLayoutSidebarLeftCollapse size={18} />
        </ActionIcon>
        <Box className={classes.bar}>{top}</Box>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('labelPanel')}
          title={t('labelPanel')}
          aria-expanded={!folded.right}
          onClick={() => toggle('right')}
        >
          <IconLayoutSidebarRightCollapse size={18} />
        </ActionIcon>
      </Group>
      {!folded.left && (
        <Box component="nav" className={classes.left} aria-label={t('queuePanel')}>
          {left}
        </Box>
      )}
      <Box component="main" id="content" tabIndex={-1} className={classes.middle}>
        <Box className={classes.work}>
          <Box className={classes.canvas}>{children}</Box>
          {beside}
        </Box>
        {banner}
      </Box>
      {!folded.right && (
        <Box component="aside" className={classes.right} aria-label={t('labelPanel')}>
          {right}
        </Box>
      )}
      <Box component="footer" className={classes.bottom}>
        {bottom}
      </Box>
    </Box>
  )
}

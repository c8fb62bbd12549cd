import { ActionIcon, Indicator, Paper } from '@mantine/core'
import {
  IconAdjustmentsHorizontal,
  IconArrowsDiagonal,
  IconArrowsDiagonalMinimize2,
  IconMaximize,
  IconRotateClockwise,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { canFillScreen, useFullScreen } from '#web/workbench/shell/full-screen.ts'
import { ImagePanel } from './ImagePanel.tsx'
import type { ImageStore } from './image-store.ts'
import { KeyTip } from './KeyTip.tsx'
import { viewActionsOf } from './useViewKeys.ts'
import classes from './ViewBar.module.css'
import { isColourChanged, type ViewSettings } from './view-settings.ts'

const BUTTONS = [
  { action: 'zoomOut', Icon: IconZoomOut },
  { action: 'zoomIn', Icon: IconZoomIn },
  { action: 'fit', Icon: IconMaximize },
  { action: 'rotateView', Icon: IconRotateClockwise },
] as const

/** How the picture is looked at. */
export function ViewBar({
  store,
  settings,
  onSettings,
  panelOpened,
  onPanel,
}: {
  store: ImageStore
  settings: ViewSettings
  onSettings: (values: Partial<ViewSettings>) => void
  panelOpened: boolean
  onPanel: (opened: boolean) => void
}) {
  const { t } = useTranslation(['image', 'keys'])
  const actions = viewActionsOf(store)
  const isFull = useFullScreen()
  return (
    <Paper className={classes.bar} withBorder role="toolbar" aria-label={t('view')}>
      {BUTTONS.map(({ action, Icon }) => (
        <KeyTip key={action} label={t(`keys:actions.${action}`)} action={action}>
          <ActionIcon variant="subtle" color="gray" aria-label={t(`keys:actions.${action}`)} onClick={actions[action]}>
            <Icon size={18} />
          </ActionIcon>
        </KeyTip>
      ))}
      <Indicator disabled={!isColourChanged(settings)} color="orange" size={9} offset={4}>
        <ImagePanel settings={settings} onSettings={onSettings} opened={panelOpened} onOpened={onPanel}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={isColourChanged(settings) ? t('coloursChanged') : t('keys:actions.imagePanel')}
            title={isColourChanged(settings) ? t('coloursChanged') : t('keys:actions.imagePanel')}
            onClick={() => onPanel(!panelOpened)}
          >
            <IconAdjustmentsHorizontal size={18} />
          </ActionIcon>
        </ImagePanel>
      </Indicator>
      {canFillScreen && (
        <KeyTip label={t('keys:actions.fullScreen')} action="fullScreen">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('keys:actions.fullScreen')}
            aria-pressed={isFull}
            onClick={actions.fullScreen}
          >
            {isFull ? <IconArrowsDiagonalMinimize2 size={18} /> : <IconArrowsDiagonal size={18} />}
          </ActionIcon>
        </KeyTip>
      )}
    </Paper>
  )
}

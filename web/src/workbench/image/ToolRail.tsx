import { ActionIcon, Divider } from '@mantine/core'
import { IconFocusCentered } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { focusCanvas } from '#web/workbench/shell/focus-canvas.ts'
import { chooseTool, withEditor } from './editor.ts'
import type { ImageStore } from './image-store.ts'
import { KeyTip } from './KeyTip.tsx'
import classes from './ToolRail.module.css'
import { TOOLS } from './tool-icons.ts'
import { useImage } from './useImage.ts'

/** The tools at the edge of the canvas. */
export function ToolRail({ store }: { store: ImageStore }) {
  const { t } = useTranslation(['image', 'keys'])
  const tool = useImage(store, ({ work }) => work.editor.tool)
  const boxStyle = useImage(store, ({ work }) => work.editor.boxStyle)
  const byExtremes = boxStyle === 'extremes'
  return (
    <div className={classes.rail} role="toolbar" aria-orientation="vertical" aria-label={t('tools')} data-tools>
      {TOOLS.map(({ name, action, Icon }) => (
        <KeyTip key={name} label={t(`keys:actions.${action}`)} action={action} position="right">
          <ActionIcon
            size={36}
            variant={tool === name ? 'filled' : 'subtle'}
            color={tool === name ? undefined : 'gray'}
            aria-label={t(`keys:actions.${action}`)}
            aria-pressed={tool === name}
            onClick={() => {
              store.update((work) => chooseTool(work, name))
              focusCanvas()
            }}
          >
            <Icon size={20} />
          </ActionIcon>
        </KeyTip>
      ))}
      <Divider w="100%" />
      <KeyTip label={t('byExtremes')} position="right">
        <ActionIcon
          size={36}
          variant={byExtremes ? 'light' : 'subtle'}
          color={byExtremes ? undefined : 'gray'}
          aria-label={t('byExtremes')}
          aria-pressed={byExtremes}
          onClick={() =>
            store.update((work) =>
              chooseTool(withEditor(work, { boxStyle: byExtremes ? 'corners' : 'extremes' }), 'bndbox'),
            )
          }
        >
          <IconFocusCentered size={20} />
        </ActionIcon>
      </KeyTip>
    </div>
  )
}

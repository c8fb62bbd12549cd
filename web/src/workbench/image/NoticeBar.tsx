import { Paper } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ImageStore } from './image-store.ts'
import { useImage } from './useImage.ts'
import classes from './ViewBar.module.css'

/** States of tools in which people want to know what comes next. */
const HINTS = [
  'bndbox.idle',
  'bndbox.drawing',
  'bndbox.extremes',
  'polygon.idle',
  'polygon.drawing',
  'polyline.idle',
  'polyline.drawing',
  'circle.idle',
  'circle.drawing',
  'line.idle',
  'line.drawing',
  'dashed.idle',
  'dashed.drawing',
  'point.idle',
  'split.idle',
  'split.drawing',
] as const

/** What was refused or is doubtful, else what to do next with the tool. */
export function NoticeBar({ store }: { store: ImageStore }) {
  const { t } = useTranslation('image')
  const notice = useImage(store, ({ work }) => work.editor.notice)
  const name = useImage(store, ({ work }) => work.editor.state.name)
  const cross = useImage(store, ({ work }) => work.editor.cross !== undefined)
  const hint = HINTS.find((one) => one === name)
  const [tool, state] = (hint?.split('.') ?? []) as ['bndbox', 'idle']
  const text = notice ? t(`faults.${notice.fault}`) : hint && (cross ? t('hints.cross') : t(`hints.${tool}.${state}`))
  return (
    <div role="status">
      {text && (
        <Paper className={classes.notice} withBorder data-level={notice?.level}>
          {text}
        </Paper>
      )}
    </div>
  )
}

import { useTranslation } from 'react-i18next'
import { toImage } from './camera.ts'
import type { ImageState, ImageStore } from './image-store.ts'
import classes from './StatusLine.module.css'
import { useImage } from './useImage.ts'

/** Zoom, place of the pointer in the picture, how much is drawn. */
export function StatusLine({ store, objects }: { store: ImageStore; objects?: boolean }) {
  const { t } = useTranslation('image')
  const percent = useImage(store, ({ work }) => Math.round(work.editor.camera.scale * 100))
  const place = useImage(store, placeOfPointer)
  const count = useImage(store, ({ work }) => work.document.content.labels.length)
  const selected = useImage(store, ({ work }) => work.editor.selection.length)
  const [x, y] = place?.split(' ').map(Number) ?? []
  return (
    <>
      <span className={classes.zoom}>{t('zoom', { percent })}</span>
      <span className={classes.place}>{x !== undefined && t('pointer', { x, y: y! })}</span>
      {objects && <span>{t('objectCount', { count })}</span>}
      {objects && selected > 1 && <span className={classes.last}>{t('selectedCount', { count: selected })}</span>}
    </>
  )
}

/** As text, so that the same place is the same value; the cross of the keyboard is a pointer too. */
function placeOfPointer({ work, pointer }: ImageState): string | undefined {
  const { cross, camera } = work.editor
  const at = cross ?? (pointer && toImage(camera, pointer))
  return at && `${Math.floor(at[0])} ${Math.floor(at[1])}`
}

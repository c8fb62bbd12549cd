import { ActionIcon } from '@mantine/core'
import { IconMapPin } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImagePoint } from '#core/geometry/shape.ts'
import { useAction } from '#web/keys/KeysRegion.tsx'
import { PinMark } from '#web/workbench/pins/PinMark.tsx'
import classes from '#web/workbench/pins/Pins.module.css'
import { type Pins, type PointPlace, usePins } from '#web/workbench/pins/pins.ts'
import { stepInImage, toImage, toScreen } from './camera.ts'
import type { ImageStore } from './image-store.ts'
import { clamp } from './points.ts'
import { useImage } from './useImage.ts'

/** Comments at places of the picture, and the cross that chooses another place. */
export function PinLayer({ store }: { store: ImageStore }) {
  const pins = usePins()
  return pins && <Layer store={store} pins={pins} />
}

function Layer({ store, pins }: { store: ImageStore; pins: Pins }) {
  const { t } = useTranslation(['review', 'keys'])
  const layer = useRef<HTMLDivElement>(null)
  const cross = useRef<HTMLButtonElement>(null)
  const camera = useImage(store, ({ work }) => work.editor.camera)
  const [aim, setAim] = useState<ImagePoint>()
  const isAiming = aim !== undefined
  const [width, height] = camera.size
  const inside = ([x, y]: ImagePoint): ImagePoint => [clamp(x, 0, width), clamp(y, 0, height)]

  const put = (point: ImagePoint) => {
    const [x, y] = inside(point)
    setAim(undefined)
    // A tenth of a pixel is more than anybody can point at.
    pins.put({ x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 })
  }
  const newest = useRef(put)
  useEffect(() => {
    newest.current = put
  })
  useAction('pin', () => setAim(inside(camera.center)))
  useEffect(() => {
    if (isAiming) cross.current?.focus()
  }, [isAiming])
  useEffect(() => {
    const stage = layer.current?.parentElement
    if (!isAiming || !stage) return
    // Before the tools hear of it. Other buttons go on moving the picture.
    const onDown = (event: PointerEvent) => {
      if (event.button !== 0 || !(event.target as Element).closest('[data-canvas]')) return
      event.preventDefault()
      event.stopPropagation()
      const { left, top } = stage.getBoundingClientRect()
      newest.current(toImage(store.state.work.editor.camera, [event.clientX - left, event.clientY - top]))
    }
    stage.addEventListener('pointerdown', onDown, { capture: true })
    return () => stage.removeEventListener('pointerdown', onDown, { capture: true })
  }, [isAiming, store])

  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = ARROWS[event.key]
    if (arrow) {
      const step = (event.shiftKey ? 100 : 10) / camera.scale
      const [dx, dy] = stepInImage(camera, arrow[0] * step, arrow[1] * step)
      setAim(inside([aim![0] + dx, aim![1] + dy]))
    } else if (event.key === 'Enter' || event.key === ' ') put(aim!)
    else if (event.key === 'Escape') setAim(undefined)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const at = ({ x, y }: PointPlace) => toScreen(camera, [x, y])
  const [aimX, aimY] = aim ? toScreen(camera, aim) : []
  const draft = pins.draft && 'x' in pins.draft ? at(pins.draft) : undefined
  return (
    <div ref={layer} className={classes.layer}>
      {pins.pins.map((pin) => {
        if (!('x' in pin.place)) return null
        const [left, top] = at(pin.place)
        return <PinMark key={pin.comment.comment_id} pin={pin} pins={pins} left={left} top={top} />
      })}
      {draft && <PinMark pin={undefined} pins={pins} left={draft[0]} top={draft[1]} />}
      {aim && (
        <>
          <div className={classes.hint} role="status">
            {t('review:pins.where')}
          </div>
          <button
            ref={cross}
            type="button"
            className={classes.aim}
            style={{ left: aimX, top: aimY }}
            aria-label={t('review:pins.cross', { x: Math.round(aim[0]), y: Math.round(aim[1]) })}
            onKeyDown={onKeyDown}
            onClick={() => put(aim)}
          />
        </>
      )}
      <ActionIcon
        className={classes.put}
        variant="default"
        aria-pressed={isAiming}
        aria-label={t('review:pins.put')}
        title={t('review:pins.put')}
        onClick={() => setAim(isAiming ? undefined : inside(camera.center))}
      >
        <IconMapPin size={18} />
      </ActionIcon>
    </div>
  )
}

const ARROWS: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

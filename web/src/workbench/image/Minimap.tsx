import { type PointerEvent, useEffect, useRef } from 'react'
import { visiblePart } from './camera.ts'
import { withEditor } from './editor.ts'
import type { ImageStore } from './image-store.ts'
import type { Picture } from './picture.ts'
import { clamp } from './points.ts'
import { useImage } from './useImage.ts'
import classes from './ViewBar.module.css'

/** From this scale on one loses sight of the whole. */
const FROM = 3
const SIDE = 150

/** The whole picture in small with the part on the canvas; a press goes there. Upright whatever the view. */
export function Minimap({ store, picture }: { store: ImageStore; picture: Picture | undefined }) {
  const layer = useRef<HTMLCanvasElement>(null)
  const camera = useImage(store, ({ work }) => work.editor.camera)
  const [width, height] = camera.size
  const factor = SIDE / Math.max(width, height)
  const isShown = camera.scale >= FROM && picture !== undefined
  useEffect(() => {
    const context = layer.current?.getContext('2d')
    if (!context || !picture) return
    const [right, bottom] = [width * factor, height * factor]
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0)
    context.drawImage(picture.small ?? picture.bitmap, 0, 0, right, bottom)
    const part = visiblePart(camera).map((value) => value * factor) as [number, number, number, number]
    const [x, y] = [clamp(part[0], 0, right), clamp(part[1], 0, bottom)]
    const box = [x, y, clamp(part[2], 0, right) - x, clamp(part[3], 0, bottom) - y] as const
    context.lineWidth = 4
    context.strokeStyle = '#000'
    context.strokeRect(...box)
    context.lineWidth = 2
    context.strokeStyle = '#fff'
    context.strokeRect(...box)
  }, [camera, picture, factor, width, height])
  if (!isShown) return null

  const go = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons === 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const { left, top } = event.currentTarget.getBoundingClientRect()
    const [x, y] = [(event.clientX - left) / factor, (event.clientY - top) / factor]
    const center = [clamp(x, 0, width), clamp(y, 0, height)] as const
    store.update((work) => withEditor(work, { camera: { ...work.editor.camera, center } }))
  }
  return (
    <canvas
      ref={layer}
      aria-hidden
      className={classes.minimap}
      width={width * factor * devicePixelRatio}
      height={height * factor * devicePixelRatio}
      style={{ width: width * factor, height: height * factor }}
      onPointerDown={go}
      onPointerMove={go}
    />
  )
}

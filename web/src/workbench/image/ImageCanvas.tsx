import { type ReactNode, useCallback, useEffect, useId, useLayoutEffect, useRef } from 'react'
import { ColourFilter } from './ColourFilter.tsx'
import { isDrawing } from './editor.ts'
import classes from './ImageCanvas.module.css'
import type { ImageState, ImageStore } from './image-store.ts'
import { paintGrid, paintPicture } from './paint-picture.ts'
import { paintBand, paintGuides, paintScene } from './paint-scene.ts'
import type { Picture } from './picture.ts'
import { type SceneStyle, sceneOf } from './scene.ts'
import { useImage } from './useImage.ts'
import { type PointerOptions, usePointer } from './usePointer.ts'
import { filterOf, type ViewSettings } from './view-settings.ts'

/**
 * The picture with everything drawn on it, in two layers: the lower one is painted when the camera moves, the upper one
 * with every change, both at most once a frame.
 */
export function ImageCanvas({
  store,
  picture,
  style,
  settings,
  name,
  children,
  ...pointer
}: PointerOptions & {
  store: ImageStore
  picture: Picture | undefined
  style: SceneStyle
  settings: ViewSettings
  /** What the canvas is called by those who do not see it. */
  name: string
  /** What lies over the canvas. */
  children?: ReactNode
}) {
  const canvas = useRef<HTMLDivElement>(null)
  const lower = useRef<HTMLCanvasElement>(null)
  const upper = useRef<HTMLCanvasElement>(null)
  const look = useRef({ picture, style, settings })
  const repaint = useRef<(whole: boolean) => void>(() => {})
  const screen = useRef('')
  const filter = useId()
  const cursor = useImage(store, cursorOf)
  usePointer(store, canvas, pointer)

  const measure = useCallback(() => {
    const { width, height } = canvas.current!.getBoundingClientRect()
    if (width === 0 || height === 0) return
    const window = `${innerWidth} ${innerHeight}`
    store.resize([width, height], window === screen.current)
    screen.current = window
  }, [store])

  useEffect(() => {
    const layers = [lower.current!, upper.current!] as const
    let frame = 0
    let whole = true
    let painted: ImageState | undefined
    const paint = () => {
      frame = 0
      const { state } = store
      const isMoved = state.work.editor.camera !== painted?.work.editor.camera
      const isResized = fitLayers(layers, state)
      if (whole || isMoved || isResized) paintLower(layers[0], state, look.current)
      paintUpper(layers[1], state, look.current)
      painted = state
      whole = false
    }
    const request = () => {
      if (frame === 0) frame = requestAnimationFrame(paint)
    }
    repaint.current = (all) => {
      whole ||= all
      request()
    }
    const sizes = new ResizeObserver(measure)
    sizes.observe(canvas.current!)
    const stop = store.subscribe(request)
    request()
    return () => {
      stop()
      sizes.disconnect()
      cancelAnimationFrame(frame)
    }
  }, [store, measure])

  // Before a sample is opened: what comes with it at the lower edge is there already, and the whole picture fits above it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture is another sample.
  useLayoutEffect(measure, [measure, picture])

  useLayoutEffect(() => {
    look.current = { picture, style, settings }
    if (picture?.tiles) picture.tiles.onTile = () => repaint.current(true)
    repaint.current(true)
  }, [picture, style, settings])

  return (
    <div className={classes.stage}>
      <div
        ref={canvas}
        data-canvas
        className={classes.canvas}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys count here; what is on it is also in the list of objects.
        tabIndex={0}
        role="application"
        aria-label={name}
        style={{ cursor }}
      >
        <ColourFilter id={filter} picture={picture} settings={settings} />
        <canvas ref={lower} className={classes.layer} style={{ filter: filterOf(settings, filter) }} />
        <canvas ref={upper} className={classes.layer} />
      </div>
      {children}
    </div>
  )
}

type Look = { picture: Picture | undefined; style: SceneStyle; settings: ViewSettings }

/** Gives the layers as many pixels as the screen has; whether that was another number. */
function fitLayers(layers: readonly HTMLCanvasElement[], { work }: ImageState): boolean {
  const [width, height] = work.editor.camera.view.map((length) => Math.round(length * devicePixelRatio))
  let isResized = false
  for (const layer of layers) {
    if (layer.width === width && layer.height === height) continue
    layer.width = width!
    layer.height = height!
    isResized = true
  }
  return isResized
}

function paintLower(layer: HTMLCanvasElement, { work }: ImageState, { picture, settings }: Look): void {
  const context = layer.getContext('2d')!
  if (picture === undefined) context.clearRect(0, 0, layer.width, layer.height)
  else paintPicture(context, picture, work.editor.camera, { ratio: devicePixelRatio, smooth: settings.smooth })
}

function paintUpper(layer: HTMLCanvasElement, state: ImageState, { style, settings }: Look): void {
  const context = layer.getContext('2d')!
  const { work, pointer, region } = state
  const { camera, tool, cross } = work.editor
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0)
  context.clearRect(0, 0, ...camera.view)
  if (settings.grid) paintGrid(context, camera)
  if (settings.guides && tool !== 'select' && pointer && !cross) paintGuides(context, pointer, ...camera.view)
  paintScene(context, sceneOf(work, style))
  if (region) paintBand(context, ...region)
}

function cursorOf({ hand, work }: ImageState): string {
  if (hand === 'pan') return 'grab'
  if (hand === 'region') return 'zoom-in'
  const { state, readOnly, tool } = work.editor
  return readOnly && !isDrawing(work.editor) && tool === 'select' && state.cursor === 'move' ? 'pointer' : state.cursor
}

import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type CSSProperties,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useTranslation } from 'react-i18next'
import { ArcLayer } from './ArcLayer.tsx'
import { useArcRoom } from './arc-room.ts'
import { boxOfPlace } from './dom-places.ts'
import { useHighlight } from './highlights.ts'
import type { LabelSet } from './label-set.ts'
import type { SpanLayout } from './layout.ts'
import { lineIndexAt } from './lines.ts'
import { type Drawn, marksOf } from './marks.ts'
import type { CodePoint, TextRange } from './offsets.ts'
import type { Triplet } from './relations.ts'
import { SpanHandles } from './SpanHandles.tsx'
import { isLocked } from './states/state.ts'
import classes from './TextCanvas.module.css'
import { TextPins } from './TextPins.tsx'
import { TextRow } from './TextRow.tsx'
import { lineKeys } from './text-keys.ts'
import { pressHandle, pressText, spansAt } from './text-pointer.ts'
import type { Reading } from './useTextSettings.ts'
import type { TextWork } from './useTextWork.ts'

export type CanvasHandle = {
  focus(): void
  /** The first place that is drawn in full view: where caret mode begins. */
  firstInView(): CodePoint
  reveal(at: CodePoint): void
}

const none: readonly TextRange[] = []

/** The text itself: lines as they come into view, what covers them, and the caret. */
export function TextCanvas({
  ref,
  work,
  layout,
  triplets,
  labelSet,
  reading,
  found,
  foundHere,
  children,
}: {
  ref: Ref<CanvasHandle>
  work: TextWork
  layout: SpanLayout
  triplets: readonly Triplet[]
  labelSet: LabelSet
  reading: Reading
  found: readonly TextRange[]
  foundHere: TextRange | undefined
  /** Lies over the text. */
  children?: ReactNode
}) {
  const { t } = useTranslation('text')
  const { desk, state, send } = work
  const model = desk.text
  const [canvas, setCanvas] = useState<HTMLElement | null>(null)
  const [drag, setDrag] = useState<Drawn>()
  const [hovered, setHovered] = useState<string>()
  const room = useArcRoom(model, triplets)
  const rows = useVirtualizer({
    count: model.lines.length,
    getScrollElement: () => canvas,
    estimateSize: (index) => heightOf(model.lines[index]!.text.length, layout.lines[index]!.lanes, reading.size),
    overscan: 4,
    useFlushSync: false,
  })
  // The next text takes the keys at once.
  useLayoutEffect(() => canvas?.focus({ preventScroll: true }), [canvas])
  const items = rows.getVirtualItems()
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? -1]
  const drawn = useMemo(() => ({ first, last, layout, reading, room }), [first, last, layout, reading, room])
  // biome-ignore lint/correctness/useExhaustiveDependencies: other letters make other heights
  useEffect(() => rows.measure(), [rows, reading])

  const marks = useMemo(() => marksOf(desk, state, drag, hovered), [desk, state, drag, hovered])
  useHighlight('text-found', canvas, model, found, drawn)
  useHighlight(
    'text-here',
    canvas,
    model,
    useMemo(() => (foundHere ? [foundHere] : none), [foundHere]),
    drawn,
  )
  useHighlight('text-hover', canvas, model, marks.hover, drawn)
  useHighlight('text-target', canvas, model, marks.targets, drawn)
  useHighlight('text-active', canvas, model, marks.active, drawn)
  useHighlight('text-selection', canvas, model, marks.selection, drawn)

  const reveal = useCallback(
    (at: CodePoint, tries = 3) => {
      if (canvas === null) return
      const box = boxOfPlace(canvas, model, at)
      const { top, bottom } = canvas.getBoundingClientRect()
      if (box === undefined) {
        rows.scrollToIndex(lineIndexAt(model.lines, at), { align: 'center' })
        if (tries > 0) requestAnimationFrame(() => reveal(at, tries - 1))
      } else if (box.top < top + 40) canvas.scrollTop += box.top - top - 80
      else if (box.bottom > bottom - 60) canvas.scrollTop += box.bottom - bottom + 120
    },
    [canvas, model, rows],
  )
  useImperativeHandle(
    ref,
    () => ({
      focus: () => canvas?.focus({ preventScroll: true }),
      reveal,
      firstInView: () => {
        const top = canvas?.scrollTop ?? 0
        const item = rows.getVirtualItems().find(({ start }) => start >= top) ?? rows.getVirtualItems()[0]
        return model.lines[item?.index ?? 0]!.start
      },
    }),
    [canvas, rows, model, reveal],
  )
  useEffect(() => {
    if (marks.focus !== undefined) reveal(marks.focus)
  }, [marks.focus, reveal])

  const { at } = state
  const isHeld = (at.kind === 'span' || at.kind === 'carrying') && !work.readOnly && !isLocked(desk, at.id)
  const held = isHeld ? marks.active[0] : undefined
  const topOf = useCallback((index: number) => rows.measurementsCache[index]?.start ?? 0, [rows])
  const open = useCallback((id: string) => void send({ kind: 'open', id }), [send])
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a text with a caret and selection of its own, not an input */}
      <div
        ref={setCanvas}
        className={classes.canvas}
        style={letters(reading)}
        data-canvas
        role="textbox"
        aria-readonly="true"
        aria-multiline="true"
        aria-label={t('text')}
        tabIndex={0}
        onMouseDown={(event) => {
          if (canvas === null || event.clientX > canvas.getBoundingClientRect().left + canvas.clientWidth) return
          pressText(event, state.at, { canvas, model, send, onDrag: setDrag })
        }}
        onMouseMove={(event) => setHovered(spansAt(event.target)[0])}
        onMouseLeave={() => setHovered(undefined)}
        onKeyDown={(event) => {
          const toSend = lineKeys(event)
          if (toSend !== undefined && send(toSend)) event.preventDefault()
        }}
        onCopy={(event) => {
          const range = marks.selection[0] ?? marks.active[0]
          if (range === undefined) return
          event.clipboardData.setData('text/plain', model.slice(range))
          event.preventDefault()
        }}
      >
        <div className={classes.page} style={{ height: rows.getTotalSize() }}>
          <div className={classes.rows} style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
            {items.map(({ index, key }) => (
              <div key={key} ref={rows.measureElement} data-index={index}>
                <TextRow
                  model={model}
                  index={index}
                  spans={layout.lines[index]!}
                  arcs={room[index] ?? 0}
                  labelSet={labelSet}
                />
              </div>
            ))}
          </div>
          {triplets.length > 0 && canvas !== null && (
            <ArcLayer
              canvas={canvas}
              model={model}
              triplets={triplets}
              labelSet={labelSet}
              selected={state.at.kind === 'relation' ? state.at.id : undefined}
              topOf={topOf}
              drawn={drawn}
              total={rows.getTotalSize()}
              onOpen={open}
            />
          )}
          {held !== undefined && canvas !== null && (
            <SpanHandles
              canvas={canvas}
              model={model}
              range={held}
              carried={state.at.kind === 'carrying' ? state.at.edge : undefined}
              drawn={drawn}
              onPress={(event, edge) => pressHandle(event, edge, held, { canvas, model, send, onDrag: setDrag })}
            />
          )}
          <TextPins canvas={canvas} model={model} drawn={drawn} />
          {marks.caret !== undefined && <Caret canvas={canvas} model={model} at={marks.caret} drawn={drawn} />}
        </div>
      </div>
      {children}
    </>
  )
}

function letters({ size, serif }: Reading): CSSProperties {
  const fontFamily = serif ? 'Georgia, "Noto Serif", serif' : undefined
  return { '--size': `${size}px`, fontSize: size, fontFamily } as CSSProperties
}

/** Roughly: a measured height takes its place as soon as a line is drawn. */
function heightOf(units: number, lanes: number, size: number): number {
  const perLine = 900 / (size * 0.5)
  return Math.max(1, Math.ceil(units / perLine)) * (size * 1.5 + lanes * 16)
}

function Caret({
  canvas,
  model,
  at,
  drawn,
}: {
  canvas: HTMLElement | null
  model: TextWork['desk']['text']
  at: CodePoint
  drawn: unknown
}) {
  const bar = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `drawn` stands for the elements that are measured
  useLayoutEffect(() => {
    const { style, parentElement } = bar.current!
    const box = canvas === null ? undefined : boxOfPlace(canvas, model, at)
    style.visibility = box === undefined ? 'hidden' : 'visible'
    if (box === undefined) return
    const page = parentElement!.getBoundingClientRect()
    style.transform = `translate(${box.left - page.left - 1}px, ${box.top - page.top}px)`
    style.height = `${box.height}px`
  }, [canvas, model, at, drawn])
  return <div ref={bar} className={classes.caret} style={{ left: 0, top: 0 }} />
}

import { type MouseEvent, useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { boxOfBorder } from './dom-places.ts'
import type { TextRange } from './offsets.ts'
import classes from './SpanHandles.module.css'
import type { Edge } from './states/state.ts'
import type { TextModel } from './text-model.ts'

const edges = ['start', 'end'] as const

/** What a mouse takes hold of to move the borders of the selected span; keys and fields do the same (workbench 12). */
export function SpanHandles({
  canvas,
  model,
  range,
  carried,
  drawn,
  onPress,
}: {
  canvas: HTMLElement
  model: TextModel
  range: TextRange
  /** The border that follows the next click. */
  carried: Edge | undefined
  /** Changes whenever other lines, or other elements of them, are drawn. */
  drawn: unknown
  onPress: (event: MouseEvent, edge: Edge) => void
}) {
  const { t } = useTranslation('text')
  const layer = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `drawn` stands for the elements that are measured
  useLayoutEffect(() => {
    const page = layer.current!.parentElement!.getBoundingClientRect()
    for (const handle of layer.current!.querySelectorAll<HTMLElement>('[data-handle]')) {
      const box = boxOfBorder(canvas, model, range, handle.dataset.handle as Edge)
      handle.hidden = box === undefined
      if (box === undefined) continue
      handle.style.transform = `translate(${box.left - page.left}px, ${box.top - page.top}px)`
      handle.style.setProperty('--line', `${box.height}px`)
    }
  }, [canvas, model, range, drawn])
  return (
    <div ref={layer} aria-hidden="true">
      {edges.map((edge) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: for a mouse alone
        <div
          key={edge}
          className={classes.handle}
          data-handle={edge}
          data-carried={carried === edge || undefined}
          title={t(`handles.${edge}`)}
          onMouseDown={(event) => onPress(event, edge)}
        />
      ))}
    </div>
  )
}

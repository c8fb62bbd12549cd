import { type Ref, useImperativeHandle, useLayoutEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { domRanges, lineElement, selectedRange } from './dom-places.ts'
import { useHighlight } from './highlights.ts'
import { lineIndexAt } from './lines.ts'
import type { TextRange } from './offsets.ts'
import classes from './ReadingText.module.css'
import { TextPins } from './TextPins.tsx'
import type { TextModel } from './text-model.ts'
import type { Reading } from './useTextSettings.ts'

export type ReadingHandle = {
  focus(): void
  /** What is selected as browsers do it. */
  selected(): TextRange | undefined
  reveal(range: TextRange): void
}

const none: readonly TextRange[] = []

/** A text to be read: lines of a length that eyes find back from, each paragraph in its own direction. */
export function ReadingText({
  ref,
  model,
  reading,
  found,
  here,
}: {
  ref: Ref<ReadingHandle>
  model: TextModel
  reading: Reading
  found: readonly TextRange[]
  here: TextRange | undefined
}) {
  const { t } = useTranslation('text')
  const [canvas, setCanvas] = useState<HTMLElement | null>(null)
  // The next text takes the keys at once.
  useLayoutEffect(() => canvas?.focus({ preventScroll: true }), [canvas])
  useHighlight('text-found', canvas, model, found, model)
  useHighlight(
    'text-here',
    canvas,
    model,
    useMemo(() => (here ? [here] : none), [here]),
    model,
  )
  useImperativeHandle(
    ref,
    () => ({
      focus: () => canvas?.focus({ preventScroll: true }),
      selected: () => (canvas === null ? undefined : selectedRange(canvas, model)),
      reveal: (range) => {
        if (canvas === null) return
        lineElement(canvas, lineIndexAt(model.lines, range.start))?.scrollIntoView({ block: 'nearest' })
        const [drawn] = domRanges(canvas, model, range)
        drawn?.startContainer.parentElement?.scrollIntoView({ block: 'nearest' })
      },
    }),
    [canvas, model],
  )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keys of the workbench are for it
    <section ref={setCanvas} className={classes.canvas} data-canvas tabIndex={0} aria-label={t('text')}>
      <div
        className={classes.page}
        style={{ fontSize: reading.size, fontFamily: reading.serif ? 'Georgia, "Noto Serif", serif' : undefined }}
      >
        {model.lines.map((line, index) => (
          <p key={line.start} className={classes.line} data-line={index} dir={line.direction}>
            {line.text === '' ? <br /> : line.text}
          </p>
        ))}
        <TextPins canvas={canvas} model={model} drawn={reading} />
      </div>
    </section>
  )
}

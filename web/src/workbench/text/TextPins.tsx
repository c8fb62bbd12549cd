import { useLayoutEffect, useMemo, useState } from 'react'
import { PinMark } from '#web/workbench/pins/PinMark.tsx'
import { type Pins, type RangePlace, usePins } from '#web/workbench/pins/pins.ts'
import { boxOfPlace } from './dom-places.ts'
import { useHighlight } from './highlights.ts'
import { clampRange } from './spans.ts'
import type { TextModel } from './text-model.ts'

type Props = {
  canvas: HTMLElement | null
  model: TextModel
  /** Changes whenever other lines, or other elements of them, are drawn. */
  drawn: unknown
}

/** Comments at places of the text: the words are marked, the number stands where they begin. */
export function TextPins(props: Props) {
  const pins = usePins()
  return pins && <Marks {...props} pins={pins} />
}

function Marks({ canvas, model, drawn, pins }: Props & { pins: Pins }) {
  const places = useMemo(() => {
    const rangeOf = (place: object) => clampRange(place as never, model.length)
    const known = pins.pins.filter(({ place }) => 'start' in place)
    return [
      ...known.map((pin) => ({ pin, range: rangeOf(pin.place) })),
      ...(pins.draft && 'start' in pins.draft ? [{ pin: undefined, range: rangeOf(pins.draft) }] : []),
    ]
  }, [pins.pins, pins.draft, model])
  useHighlight(
    'text-pin',
    canvas,
    model,
    useMemo(() => places.map(({ range }) => range), [places]),
    drawn,
  )
  const [boxes, setBoxes] = useState<readonly (DOMRect | undefined)[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `drawn` stands for the elements that are measured
  useLayoutEffect(() => {
    const page = canvas?.firstElementChild?.getBoundingClientRect()
    if (!canvas || !page) return
    setBoxes(
      places.map(({ range }) => {
        const box = boxOfPlace(canvas, model, range.start)
        return box && new DOMRect(box.left - page.left, box.top - page.top + 2)
      }),
    )
  }, [canvas, model, places, drawn])
  return places.map(({ pin }, index) => {
    const box = boxes[index]
    if (!box) return null
    return <PinMark key={pin?.comment.comment_id ?? 'draft'} pin={pin} pins={pins} left={box.x} top={box.y} />
  })
}

/** Puts a comment on what is selected; false when nothing is. */
export function putOn(pins: Pins, range: { start: number; end: number } | undefined): boolean {
  if (!range || range.start >= range.end) return false
  const place: RangePlace = { start: range.start, end: range.end }
  pins.put(place)
  return true
}

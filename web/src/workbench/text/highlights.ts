import './highlights.css'
import { useLayoutEffect } from 'react'
import { domRanges } from './dom-places.ts'
import type { TextRange } from './offsets.ts'
import type { TextModel } from './text-model.ts'

/** What is marked in the text without a change of its elements; `highlights.css` says how each one looks. */
export type HighlightName =
  | 'text-found'
  | 'text-here'
  | 'text-hover'
  | 'text-active'
  | 'text-target'
  | 'text-selection'
  | 'text-pin'

/** Marks ranges as long as they are drawn. `drawn` changes whenever other lines, or other elements of them, are. */
export function useHighlight(
  name: HighlightName,
  canvas: HTMLElement | null,
  model: TextModel,
  ranges: readonly TextRange[],
  drawn: unknown,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: `drawn` stands for the elements that are measured
  useLayoutEffect(() => {
    if (canvas === null || !('highlights' in CSS) || ranges.length === 0) return
    CSS.highlights.set(
      name,
      new Highlight(...drawnOf(canvas, model, ranges).flatMap((one) => domRanges(canvas, model, one))),
    )
    return () => {
      CSS.highlights.delete(name)
    }
  }, [name, canvas, model, ranges, drawn])
}

/** Those of many ranges that lie on lines which are drawn. */
function drawnOf(canvas: HTMLElement, model: TextModel, ranges: readonly TextRange[]): readonly TextRange[] {
  const lines = canvas.querySelectorAll<HTMLElement>('[data-line]')
  const first = model.lines[Number(lines[0]?.dataset.line ?? 0)]!
  const last = model.lines[Number(lines[lines.length - 1]?.dataset.line ?? 0)]!
  return ranges.filter(({ start, end }) => end > first.start && start < last.next)
}

import { isTurned, lineIndexAt, turnedAt } from './lines.ts'
import type { CodePoint, TextRange, Utf16 } from './offsets.ts'
import type { TextModel } from './text-model.ts'

/**
 * Between the text on the screen and the text of the sample. A drawn line is an element with `data-line`, and the text
 * nodes in it are exactly the text of the line: what else is to be seen there comes from style sheets.
 */
type DomPlace = { readonly node: Node; readonly offset: number }

export function lineElement(canvas: HTMLElement, index: number): HTMLElement | null {
  return canvas.querySelector<HTMLElement>(`[data-line="${index}"]`)
}

/** The place of the text nearest to a point of the window; undefined where no text is drawn. */
export function placeAtPoint(canvas: HTMLElement, model: TextModel, x: number, y: number): CodePoint | undefined {
  const hit = caretAt(x, y)
  const line = hit && (hit.node instanceof Element ? hit.node : hit.node.parentElement)?.closest('[data-line]')
  if (hit && line && canvas.contains(line)) return underPoint(model, line as HTMLElement, hit, x, y)
  return besidePoint(canvas, model, y)
}

function caretAt(x: number, y: number): DomPlace | undefined {
  const position = document.caretPositionFromPoint?.(x, y)
  if (position) return { node: position.offsetNode, offset: position.offset }
  const range = document.caretRangeFromPoint?.(x, y)
  return range ? { node: range.startContainer, offset: range.startOffset } : undefined
}

/** Beside the lines: the end of the one at this height, the first or last one drawn above and below. */
function besidePoint(canvas: HTMLElement, model: TextModel, y: number): CodePoint | undefined {
  const drawn = [...canvas.querySelectorAll<HTMLElement>('[data-line]')]
  if (drawn.length === 0) return undefined
  const below = drawn.findIndex((line) => line.getBoundingClientRect().bottom > y)
  const line = model.lines[Number((drawn[below] ?? drawn.at(-1)!).dataset.line)]!
  return below === 0 && drawn[0]!.getBoundingClientRect().top > y ? line.start : line.end
}

/**
 * Where text of one direction stands in text of the other, the browser may take one end of it for the other one: then it is
 * the end whose letter is under the point.
 */
function underPoint(model: TextModel, element: HTMLElement, hit: DomPlace, x: number, y: number): CodePoint {
  const place = placeOf(model, element, hit)
  const line = model.lines[Number(element.dataset.line)]!
  const from = model.offsets.toUtf16(line.start)
  const ends = turnedAt(line, model.offsets.toUtf16(place) - from)
  const isUnder = (start: number, end: number) =>
    boxesOf(element, start, end).some((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom)
  const meant = ends?.find((at) => isUnder(Math.max(0, at - 1), Math.min(at + 1, line.text.length)))
  return meant === undefined ? place : model.offsets.toCodePoint((from + meant) as Utf16)
}

function placeOf(model: TextModel, element: HTMLElement, { node, offset }: DomPlace): CodePoint {
  const line = model.lines[Number(element.dataset.line)]!
  const before = document.createRange()
  before.setStart(element, 0)
  before.setEnd(node, offset)
  return model.offsets.toCodePoint((model.offsets.toUtf16(line.start) + before.toString().length) as Utf16)
}

/** What is selected in the window, as far as it lies in the text. */
export function selectedRange(canvas: HTMLElement, model: TextModel): TextRange | undefined {
  const selection = getSelection()
  if (selection === null || selection.rangeCount === 0) return undefined
  const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0)
  const lineOf = (node: Node) =>
    (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>('[data-line]')
  const [first, last] = [lineOf(startContainer), lineOf(endContainer)]
  if (!first || !last || !canvas.contains(first) || !canvas.contains(last)) return undefined
  return {
    start: placeOf(model, first, { node: startContainer, offset: startOffset }),
    end: placeOf(model, last, { node: endContainer, offset: endOffset }),
  }
}

/** The drawn parts of a range, a piece for each line that is on the screen. */
export function domRanges(canvas: HTMLElement, model: TextModel, { start, end }: TextRange): StaticRange[] {
  const ranges: StaticRange[] = []
  const last = lineIndexAt(model.lines, Math.max(start, end - 1) as CodePoint)
  for (const element of canvas.querySelectorAll<HTMLElement>('[data-line]')) {
    const index = Number(element.dataset.line)
    const line = model.lines[index]!
    if (index > last || line.next <= start) continue
    const from = domPlace(element, model, Math.max(start, line.start) as CodePoint)
    const to = domPlace(element, model, Math.min(end, line.end) as CodePoint)
    ranges.push(
      new StaticRange({
        startContainer: from.node,
        startOffset: from.offset,
        endContainer: to.node,
        endOffset: to.offset,
      }),
    )
  }
  return ranges
}

/** Where a place is drawn: before the cluster behind it, or at the end of a line behind the one before it. */
export function boxOfPlace(canvas: HTMLElement, model: TextModel, at: CodePoint): DOMRect | undefined {
  const line = model.lines[lineIndexAt(model.lines, at)]!
  if (at < line.end) return boxOfEdge(canvas, model, at, 'start')
  return boxOfEdge(canvas, model, Math.max(line.start, at - 1) as CodePoint, 'end')
}

/** Where a range begins or ends on the screen: at its own letters, also where the text behind it is drawn elsewhere. */
export function boxOfBorder(
  canvas: HTMLElement,
  model: TextModel,
  { start, end }: TextRange,
  edge: 'start' | 'end',
): DOMRect | undefined {
  return boxOfEdge(canvas, model, edge === 'start' ? start : (Math.max(start, end - 1) as CodePoint), edge)
}

/** The side at which reading the cluster that holds a place begins or ends; of an empty line all of it. */
function boxOfEdge(canvas: HTMLElement, model: TextModel, at: CodePoint, edge: 'start' | 'end'): DOMRect | undefined {
  const index = lineIndexAt(model.lines, at)
  const element = lineElement(canvas, index)
  if (element === null) return undefined
  const line = model.lines[index]!
  if (line.start === line.end) return element.getBoundingClientRect()
  const { start, end } = model.partAt('grapheme', Math.min(at, line.end - 1) as CodePoint)
  const first = model.offsets.toUtf16(line.start)
  const [from, to] = [start, Math.min(end, line.end) as CodePoint].map((one) => model.offsets.toUtf16(one) - first)
  const box = boxesOf(element, from!, to!)[0] ?? element.getBoundingClientRect()
  const isRtl = (line.direction === 'rtl') !== isTurned(line, from!)
  return new DOMRect(isRtl === (edge === 'start') ? box.right : box.left, box.top, 0, box.height)
}

/** Boxes of UTF-16 units of a line. */
function boxesOf(element: HTMLElement, start: number, end: number): readonly DOMRect[] {
  const [from, to] = [unitPlace(element, start), unitPlace(element, end)]
  const range = document.createRange()
  range.setStart(from.node, from.offset)
  range.setEnd(to.node, to.offset)
  return [...range.getClientRects()]
}

function domPlace(element: HTMLElement, model: TextModel, at: CodePoint): DomPlace {
  const line = model.lines[Number(element.dataset.line)]!
  return unitPlace(element, model.offsets.toUtf16(at) - model.offsets.toUtf16(line.start))
}

function unitPlace(element: HTMLElement, unit: number): DomPlace {
  let left = unit
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  let node = walker.nextNode()
  for (; node !== null; node = walker.nextNode()) {
    const length = node.nodeValue!.length
    if (left <= length) return { node, offset: left }
    left -= length
  }
  return { node: element, offset: element.childNodes.length }
}

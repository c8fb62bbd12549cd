import type { Locator, Page } from 'playwright-core'
import type { DescribeSampleResp } from '#contract/samples.ts'

/** An entity as it is asked for, with the keys that select it, from where the one before it has left the caret. */
export type Mark = {
  readonly words: string
  readonly name: string
  /** How a mouse selects it; otherwise it drags from the beginning to the end. */
  readonly mouse?: 'backwards' | 'double click'
  readonly keys: readonly string[]
  /** Keys that mend the borders once it has its label. */
  readonly after?: readonly string[]
}

/** An entity as the wire has it, in code points. */
export type Span = { readonly name: string; readonly start: number; readonly end: number }

export function textOf(page: Page): Locator {
  return page.getByRole('textbox', { name: 'The text' })
}

/** The text on the screen, without what only style sheets show. */
export async function textShown(page: Page): Promise<string> {
  return (await textOf(page).locator('[data-line]').allTextContents()).join('\n')
}

/** The rows of the list beside the text: the label and the words of each. */
export function marksShown(page: Page): Promise<string[][]> {
  const rows = page.getByRole('listbox', { name: /marked text/ }).getByRole('option')
  return rows.evaluateAll((all) => all.map((row) => [...row.querySelectorAll('bdi')].map((part) => part.textContent)))
}

export function rowsOf(marks: readonly Mark[]): string[][] {
  return marks.map(({ name, words }) => [name, words])
}

/** Marks the first place with these words as one does with a mouse, then chooses the label above the text. */
export async function markByMouse(page: Page, { words, name, mouse }: Mark): Promise<void> {
  const [from, to] = await edgesOf(page, words)
  if (mouse === 'double click') await page.mouse.dblclick((from.x + to.x) / 2, from.y)
  else {
    const [begin, end] = mouse === 'backwards' ? [to, from] : [from, to]
    await page.mouse.move(begin.x, begin.y)
    await page.mouse.down()
    await page.mouse.move(end.x, end.y, { steps: 4 })
    await page.mouse.up()
  }
  await page.getByRole('toolbar', { name: 'Labels for the selection' }).getByRole('button', { name }).click()
}

/** Marks with nothing but keys. `labels` in the order of the label set. */
export async function markByKeys(
  page: Page,
  { name, keys, after = [] }: Mark,
  labels: readonly string[],
): Promise<void> {
  for (const key of [...keys, `Shift+${labels.indexOf(name) + 1}`, ...after]) await page.keyboard.press(key)
}

type Edge = 'start' | 'end'

/** Drags a border of the selected span to where words begin or end. */
export async function dragHandle(page: Page, edge: Edge, words: string): Promise<void> {
  const [from, to] = await edgesOf(page, words)
  await textOf(page).locator(`[data-handle=${edge}]`).hover()
  await page.mouse.down()
  const { x, y } = edge === 'start' ? from : to
  await page.mouse.move(x, y, { steps: 4 })
  await page.mouse.up()
}

/** Clicks on a border of the selected span, and then on where it is to go. */
export async function clickHandle(page: Page, edge: Edge, words: string): Promise<void> {
  const [from, to] = await edgesOf(page, words)
  await textOf(page).locator(`[data-handle=${edge}]`).click()
  const { x, y } = edge === 'start' ? from : to
  await page.mouse.click(x, y)
}

/** Where words begin and end on the screen, a pixel inside of the first and of the last thing one takes for a letter. */
export function edgesOf(page: Page, words: string): Promise<[{ x: number; y: number }, { x: number; y: number }]> {
  return textOf(page).evaluate((canvas, wanted) => {
    const nodes: Text[] = []
    const walker = document.createTreeWalker(canvas.querySelector('[data-line]')!, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) nodes.push(walker.currentNode as Text)
    const place = (unit: number): [Text, number] => {
      let left = unit
      for (const node of nodes) {
        if (left <= node.length) return [node, left]
        left -= node.length
      }
      throw new Error('The text is shorter')
    }
    const boxOf = (start: number, end: number) => {
      const range = document.createRange()
      range.setStart(...place(start))
      range.setEnd(...place(end))
      return [...range.getClientRects()].at(-1)!
    }
    const letters = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(wanted)]
    const at = nodes
      .map(({ data }) => data)
      .join('')
      .indexOf(wanted)
    const first = boxOf(at, at + letters[0]!.segment.length)
    const last = boxOf(at + letters.at(-1)!.index, at + wanted.length)
    const isRtl = /[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(wanted)
    const from = { x: isRtl ? first.right - 1 : first.left + 1, y: first.top + first.height / 2 }
    const to = { x: isRtl ? last.left + 1 : last.right - 1, y: last.top + last.height / 2 }
    return [from, to]
  }, words)
}

/** What is to be stored of a text, counted here and not by the product. */
export function spansOf(text: string, marks: readonly Mark[]): Span[] {
  return marks.map(({ words, name }) => {
    const start = [...text.slice(0, text.indexOf(words))].length
    return { name, start, end: start + [...words].length }
  })
}

/** What is stored of a text, in reading order. */
export function spansStored({ labels = [] }: DescribeSampleResp): Span[] {
  const spans = labels.map(({ name, property }) => ({
    name: name!,
    start: Number(property!['@modelarts:start_index']),
    end: Number(property!['@modelarts:end_index']),
  }))
  return spans.sort((a, b) => a.start - b.start)
}

import type { Page } from 'playwright-core'

/** What is wrong with how a page lies in its window, in sentences. */
export function findLayoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    const faults =
      scrollWidth > clientWidth ? [`the page is ${scrollWidth - clientWidth} px wider than the window`] : []
    const pressed = document.querySelectorAll('button, a[href], [role=tab], [role=menuitem], summary')
    for (const one of pressed) {
      const cut = [one, ...one.querySelectorAll('*')].find((part) => {
        const isSeen = part.clientWidth > 1 && part.clientHeight > 1
        const isCut = part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflowX !== 'visible'
        // Names that people chose may be of any length: they end in three dots on purpose.
        return isSeen && isCut && part.textContent?.trim() && getComputedStyle(part).textOverflow !== 'ellipsis'
      })
      if (cut) faults.push(`"${one.textContent?.trim()}" is cut`)
    }
    return [...new Set(faults)]
  })
}

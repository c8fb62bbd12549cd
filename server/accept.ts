/** Whether an Accept header ranks JSON above a page; one that does not care gets the page. */
export function prefersJson(accept = '*/*'): boolean {
  const ranges = rangesOf(accept)
  return qualityOf(ranges, 'application/json', 'application/*', '*/*') > qualityOf(ranges, 'text/html', 'text/*', '*/*')
}

/** Whether somebody asks for a page by its name, as browsers do when a person goes to an address. */
export function asksForPage(accept = ''): boolean {
  return qualityOf(rangesOf(accept), 'text/html') > 0 && !prefersJson(accept)
}

/** Whether an answer may come in an encoding, by the Accept-Encoding header. */
export function acceptsEncoding(encoding: string, accepted: string | undefined): boolean {
  return qualityOf(rangesOf(accepted ?? ''), encoding, '*') > 0
}

type Range = string[]

/** `text/html;q=0.5, *` → names with their parameters. */
function rangesOf(header: string): Range[] {
  return header.split(',').map((range) => range.split(';').map((part) => part.trim().toLowerCase()))
}

/** The quality of the first of these names that the header lists; 0 without any. */
function qualityOf(ranges: readonly Range[], ...names: string[]): number {
  for (const name of names) {
    const range = ranges.find(([listed]) => listed === name)
    if (range) return Number(range.find((part) => part.startsWith('q='))?.slice(2) ?? 1)
  }
  return 0
}

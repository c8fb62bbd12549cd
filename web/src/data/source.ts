/** The address of a file without the server: the console is on the same one, whatever name it was opened by. */
export function pathOfSource(source: string | undefined): string {
  if (!source) return ''
  const { pathname, search } = new URL(source, location.origin)
  return pathname + search
}

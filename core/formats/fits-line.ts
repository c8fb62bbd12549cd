/** In UTF-16 units: at most three bytes each, and a line is read up to 100 KB. */
const longest = 30_000

/** Whether a text comes back from a line of its own in a text file: blank lines are passed over, ends of lines are not part of it. */
export function fitsLine(text: string): boolean {
  return text.trim() !== '' && !/\n|\r$|^\ufeff/.test(text) && text.length <= longest && text.isWellFormed()
}

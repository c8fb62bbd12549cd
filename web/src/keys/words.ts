/** Whether a text has every word that somebody typed, in any order and case. */
export function hasWords(text: string, typed: string, language: string): boolean {
  const fold = (one: string) => one.toLocaleLowerCase(language).normalize('NFKC')
  const within = fold(text)
  return fold(typed)
    .split(/\s+/u)
    .every((word) => within.includes(word))
}

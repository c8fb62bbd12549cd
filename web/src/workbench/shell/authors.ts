/** `human/mira@example.com` as people say it: without the kind of author before it. */
export function shortName(author: string): string {
  return author.replace(/^human\//, '')
}

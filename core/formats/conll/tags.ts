/** How tags say where an entity begins and ends. */
export const CONLL_SCHEMES = ['IOB2', 'IOE2', 'IOBES', 'BILOU'] as const
export type ConllScheme = (typeof CONLL_SCHEMES)[number]

/** Tokens from `first` to `last`, both included. */
export type TokenSpan = { name: string; first: number; last: number }

const tagged = /^([BIESLU])-(.+)$/su

export function isTag(tag: string): boolean {
  return tag === 'O' || tagged.test(tag)
}

/**
 * The entities of a row of tags. All schemes are read alike, also when an entity does not begin as its scheme has it: B, S
 * and U begin one, E, L, S and U end one, I goes on with one of the same name or else begins it.
 */
export function readTags(tags: readonly string[]): TokenSpan[] {
  const spans: TokenSpan[] = []
  let open: TokenSpan | undefined
  for (const [index, tag] of tags.entries()) {
    const [, mark = 'O', name = ''] = tagged.exec(tag) ?? []
    const goesOn = open !== undefined && open.name === name && (mark === 'I' || mark === 'E' || mark === 'L')
    if (goesOn) open!.last = index
    else {
      open = mark === 'O' ? undefined : { name, first: index, last: index }
      if (open) spans.push(open)
    }
    if (mark !== 'B' && mark !== 'I') open = undefined
  }
  return spans
}

/** First, inner and last token of an entity, and its only one. */
const marks: Record<ConllScheme, string> = { IOB2: 'BIIB', IOE2: 'IIEE', IOBES: 'BIES', BILOU: 'BILU' }

/** The tag of a token of an entity. */
export function writeTag({ name, first, last }: TokenSpan, index: number, scheme: ConllScheme): string {
  const place = first === last ? 3 : index === first ? 0 : index === last ? 2 : 1
  return `${marks[scheme][place]}-${name}`
}

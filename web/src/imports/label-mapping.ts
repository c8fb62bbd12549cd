import type { FoundLabel } from '#contract/imports.ts'
import { readAnyName } from '#core/labels/definition-fields.ts'

/** What a person wants for labels of the source: another name, or '' to leave it out. Labels not named stay as they are. */
export type LabelNames = Readonly<Record<string, string>>

export type MappedLabel = {
  /** As the source has it. */
  name: string
  count: number
  /** As it will be here; '' is left out. */
  here: string
  fate: 'known' | 'new' | 'out' | 'wrong'
}

/** The labels of a source with what becomes of each; an entity and a relation of one name go together. */
export function mapLabels(found: readonly FoundLabel[], names: LabelNames, known: ReadonlySet<string>): MappedLabel[] {
  const counts = new Map<string, number>()
  for (const { name, count } of found) counts.set(name, (counts.get(name) ?? 0) + count)
  return [...counts].map(([name, count]) => {
    const here = nameHere(names, name)
    return { name, count, here, fate: fateOf(here.trim()) }
  })

  function fateOf(here: string): MappedLabel['fate'] {
    if (here === '') return 'out'
    if (known.has(here)) return 'known'
    return typeof readAnyName(here, []) === 'string' ? 'new' : 'wrong'
  }
}

/** The same wishes with one more; the name that the source has is no wish. */
export function rename(names: LabelNames, name: string, here: string): LabelNames {
  const { [name]: _, ...others } = names
  return here === name ? others : { ...others, [name]: here }
}

function nameHere(names: LabelNames, name: string): string {
  return Object.hasOwn(names, name) ? names[name]! : name
}

/** As the wire wants them: without spaces around. */
export function trimmed(names: LabelNames): LabelNames {
  return Object.fromEntries(Object.entries(names).map(([name, here]) => [name, here.trim()]))
}

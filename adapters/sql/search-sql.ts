import { type RawBuilder, sql } from 'kysely'
import { formatObjectPath } from '#core/codecs/object-path.ts'
import type { LabelSet } from '#core/labels/label-set.ts'
import { keys } from '#core/labels/property-keys.ts'
import type { SearchTree } from '#core/samples/search-condition.ts'

export type Condition = RawBuilder<unknown>

/**
 * What the database can say about a search. Unless it is `exact` it lets rows through that do not match: those have to be
 * looked at with `matchesSearchCondition`, whose meaning it shares.
 */
export type Translation = { where: Condition; exact: boolean }

/** Where a list finds what a search asks for; the sample itself is `s` in every list. */
export type SearchColumns = {
  /** Text that is somewhere in the JSON of the labels, or of the metadata. */
  inLabels(text: string): Condition
  inMetadata(text: string): Condition
  /** Carries a label of one of these definitions. */
  hasLabel(label_keys: readonly number[]): Translation
  isHard(hard: boolean): Translation
  isLabeledBy(name: string): Translation
}

export const always: Translation = { where: sql`1 = 1`, exact: true }
export const never: Translation = { where: sql`1 = 0`, exact: true }

/** Holds what the database knows exactly. */
export const exactly = (where: Condition): Translation => ({ where, exact: true })
/** Holds for more rows than are meant. */
export const roughly = (where: Condition): Translation => ({ where, exact: false })

export function allOf(parts: readonly Translation[]): Translation {
  if (parts.length === 0) return always
  return { where: joined(parts, ' and '), exact: parts.every(({ exact }) => exact) }
}

export function anyOf(parts: readonly Translation[]): Translation {
  if (parts.length === 0) return never
  return { where: joined(parts, ' or '), exact: parts.every(({ exact }) => exact) }
}

function joined(parts: readonly Translation[], word: string): Condition {
  return sql`(${sql.join(
    parts.map(({ where }) => where),
    sql.raw(word),
  )})`
}

/** Case counts, and it is the same text on both engines, which LIKE is not. */
export function contains(column: string, text: string): Condition {
  return sql`replace(${sql.ref(column)}, ${text}, '') <> ${sql.ref(column)}`
}

export function translateSearch(tree: SearchTree, labelSet: LabelSet, columns: SearchColumns): Translation {
  const translate = (part: SearchTree): Translation => {
    switch (part.kind) {
      case 'all':
        return allOf(part.of.map(translate))
      case 'any':
        return anyOf(part.of.map(translate))
      case 'sample_name':
        return exactly(sql`s.sample_name = ${part.value}`)
      case 'sample_dir':
        return exactly(sql`s.sample_dir in (${sql.join(spellingsOf(part.path))})`)
      case 'sample_time':
        return exactly(sql`(s.sample_time >= ${part.from} and s.sample_time < ${part.to})`)
      case 'hard':
        return columns.isHard(part.value)
      case 'labeler':
        return columns.isLabeledBy(part.value)
      case 'coefficient':
        return roughly(columns.inMetadata(keyText(keys.hardCoefficient)))
      case 'metadata':
        return roughly(columns.inMetadata(keyText(part.key)))
      case 'score':
        return roughly(columns.inLabels(keyText('score')))
      case 'label':
        return translateLabel(part, labelSet, columns)
    }
  }
  return translate(tree)
}

function translateLabel(
  { name, type, attributes }: SearchTree & { kind: 'label' },
  labelSet: LabelSet,
  columns: SearchColumns,
): Translation {
  if (name === undefined) return roughly(columns.inLabels('{'))
  const definitions = labelSet.byName(name).filter((definition) => type === undefined || definition.type === type)
  if (definitions.length === 0) return never
  const found = columns.hasLabel(definitions.map(({ label_key }) => label_key))
  return attributes.length === 0 ? found : roughly(found.where)
}

/** How a key stands in JSON text. */
export function keyText(key: string): string {
  return `${JSON.stringify(key)}:`
}

/** Folders are stored in one of the spellings of a path. */
function spellingsOf(path: { bucket: string; key: string }): string[] {
  return (['slash', 'obs', 's3'] as const).map((form) => formatObjectPath(path, form))
}

import { LabelType } from '#contract/codes.ts'
import type { LabelDefinition } from './label-set.ts'
import { keys } from './property-keys.ts'

export const shortcutKey = '@modelarts:shortcut'
export const renameKey = '@modelarts:rename_to'

/**
 * The label definitions of a dataset while a request changes them one after the other: every item sees what the earlier
 * ones did. Definitions are replaced, never changed in place. The maps keep a request of 10 000 items linear.
 */
export class DefinitionDraft {
  readonly #byKey = new Map<number, LabelDefinition>()
  readonly #byName = new Map<string, LabelDefinition>()
  readonly #byShortcut = new Map<string, LabelDefinition>()
  /** Keys of the relations by the entities they run between. */
  readonly #relations = new Map<string, Set<number>>()

  constructor(definitions: Iterable<LabelDefinition>) {
    for (const definition of definitions) this.put(definition)
  }

  get size(): number {
    return this.#byKey.size
  }

  all(): LabelDefinition[] {
    return [...this.#byKey.values()]
  }

  get(label_key: number): LabelDefinition | undefined {
    return this.#byKey.get(label_key)
  }

  find(name: string, type: number): LabelDefinition | undefined {
    return this.#byName.get(nameKeyOf(name, type))
  }

  /** Shortcuts are keys of a keyboard, so `D` and `d` are one. */
  withShortcut(shortcut: string): LabelDefinition | undefined {
    return this.#byShortcut.get(shortcut.toLowerCase())
  }

  relationsOf(entity: string): LabelDefinition[] {
    return Array.from(this.#relations.get(entity) ?? [], (label_key) => this.#byKey.get(label_key)!)
  }

  /** Adds a definition, or replaces the one of the same key. */
  put(definition: LabelDefinition): void {
    const before = this.#byKey.get(definition.label_key)
    if (before !== undefined) this.#forget(before)
    this.#byKey.set(definition.label_key, definition)
    this.#byName.set(nameKeyOf(definition.name, definition.type), definition)
    const shortcut = definition.property[shortcutKey]
    if (shortcut !== undefined) this.#byShortcut.set(shortcut.toLowerCase(), definition)
    for (const entity of endsOf(definition)) {
      const relations = this.#relations.get(entity)
      if (relations === undefined) this.#relations.set(entity, new Set([definition.label_key]))
      else relations.add(definition.label_key)
    }
  }

  remove(definition: LabelDefinition): void {
    this.#forget(definition)
    this.#byKey.delete(definition.label_key)
  }

  /** Renames a label; relations keep their ends, which they hold by name (behaviour 7). */
  rename(definition: LabelDefinition, name: string): void {
    this.put({ ...definition, name })
    if (definition.type !== LabelType.tripletEntity) return
    for (const relation of this.relationsOf(definition.name)) {
      const property = { ...relation.property }
      for (const end of [keys.fromType, keys.toType]) if (property[end] === definition.name) property[end] = name
      this.put({ ...relation, property })
    }
  }

  #forget(definition: LabelDefinition): void {
    this.#byName.delete(nameKeyOf(definition.name, definition.type))
    const shortcut = definition.property[shortcutKey]?.toLowerCase()
    // A set stored by other means may hold one key twice: only the owner of the entry takes it away.
    if (shortcut !== undefined && this.#byShortcut.get(shortcut)?.label_key === definition.label_key) {
      this.#byShortcut.delete(shortcut)
    }
    for (const entity of endsOf(definition)) this.#relations.get(entity)?.delete(definition.label_key)
  }
}

function nameKeyOf(name: string, type: number): string {
  return `${type} ${name}`
}

function endsOf(definition: LabelDefinition): string[] {
  if (definition.type !== LabelType.tripletRelation) return []
  return [definition.property[keys.fromType], definition.property[keys.toType]].filter((name) => name !== undefined)
}

/** The choices of a select attribute. */
export type LabelAttributeValue = { id: string; value: string }

/** An attribute as it is stored: ids are the server's (behaviour 7). */
export type LabelAttribute = {
  id: string
  name: string
  type: 'text' | 'select'
  default_value?: string
  values?: LabelAttributeValue[]
}

/** A label of a dataset. Stored labels refer to it by `label_key`, so that a rename touches no sample. */
export type LabelDefinition = {
  label_key: number
  name: string
  type: number
  attributes: LabelAttribute[]
  property: Record<string, string>
}

/** The label definitions of a dataset; every lookup takes constant time, also with 10 000 labels. */
export type LabelSet = {
  readonly definitions: readonly LabelDefinition[]
  byKey(label_key: number): LabelDefinition | undefined
  /** All definitions of a name: more than one only where an entity and a relation share it. */
  byName(name: string): readonly LabelDefinition[]
  find(name: string, type: number): LabelDefinition | undefined
}

const none: readonly LabelDefinition[] = []

/** Indexes definitions for reading and writing labels. Name and type together are unique (behaviour 7). */
export function labelSetOf(definitions: readonly LabelDefinition[]): LabelSet {
  const keyed = new Map<number, LabelDefinition>()
  const named = new Map<string, LabelDefinition[]>()
  for (const definition of definitions) {
    keyed.set(definition.label_key, definition)
    const sameName = named.get(definition.name)
    if (sameName === undefined) named.set(definition.name, [definition])
    else sameName.push(definition)
  }
  return {
    definitions,
    byKey: (label_key) => keyed.get(label_key),
    byName: (name) => named.get(name) ?? none,
    find: (name, type) => named.get(name)?.find((definition) => definition.type === type),
  }
}

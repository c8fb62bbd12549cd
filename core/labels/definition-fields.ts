import { LabelType, SHAPES, TEXT_DATASET_TYPES } from '#contract/codes.ts'
import { errors, type Refusal } from '#contract/errors.ts'
import { quote } from '#contract/text.ts'
import { refuseField, type Steps } from '#core/field-refusal.ts'
import { isRefusal } from '#core/refusal.ts'
import { type DefinitionDraft, renameKey, shortcutKey } from './definition-draft.ts'
import type { LabelDefinition } from './label-set.ts'
import { labelTypesOf } from './label-types.ts'
import { keys } from './property-keys.ts'

/** The rules of single fields of a label definition: behaviour 7. */

export type PropertyInput = { readonly [key: string]: unknown }

/** In code points. */
const longestName = 1024
const plainName = /^[\p{L}\p{M}\p{Nd}_-]+$/u
const color = /^#[0-9a-f]{6}$/i
/** One character that a key can make: no blank, no control, no mark that only combines. */
const oneKey = /^[^\p{C}\p{Z}\p{M}]$/u
const storedKeys: ReadonlySet<string> = new Set([
  keys.color,
  shortcutKey,
  keys.defaultShape,
  keys.fromType,
  keys.toType,
])
const drawnTypes: readonly number[] = [LabelType.objectDetection, LabelType.video]

/** The type a new label gets: the one sent, else that of the dataset; a triplet label with ends is a relation. */
export function readNewType(
  dataset_type: number,
  type: number | null | undefined,
  property: PropertyInput | null | undefined,
  at: Steps,
): number | Refusal {
  const fault = faultOfType(dataset_type, type, at)
  if (fault !== undefined) return fault
  if (type !== undefined && type !== null) return type
  const types = labelTypesOf(dataset_type)
  if (types.length === 1) return types[0]!
  return property?.[keys.fromType] || property?.[keys.toType] ? LabelType.tripletRelation : LabelType.tripletEntity
}

/** E4413 if the type sent, or any label at all, does not fit the dataset. */
export function faultOfType(dataset_type: number, type: number | null | undefined, at: Steps): Refusal | undefined {
  const types = labelTypesOf(dataset_type)
  if (types.length === 0) {
    return refuseField(errors.labelRule, at, `a dataset of type ${dataset_type} has no labels`)
  }
  if (type === undefined || type === null || types.includes(type)) return undefined
  const text = `${type} does not fit a dataset of type ${dataset_type}, whose labels have type ${types.join(' or ')}`
  return refuseField(errors.labelRule, at, text)
}

/** A name as a client may give it: outside of text, letters of any script, digits, `-` and `_` only. */
export function readName(dataset_type: number, given: unknown, at: Steps): string | Refusal {
  const name = readAnyName(given, at)
  if (isRefusal(name) || plainName.test(name)) return name
  if ((TEXT_DATASET_TYPES as readonly number[]).includes(dataset_type)) return name
  return refuseField(errors.parameterInvalid, at, `${quote(name)} must consist of letters, digits, - and _`)
}

/** What a label can be called at all: 1 to 1024 code points without control characters. */
export function readAnyName(name: unknown, at: Steps): string | Refusal {
  if (typeof name !== 'string' || name === '') return refuseField(errors.parameterInvalid, at, 'must be given')
  if (name.length > longestName && Array.from(name).length > longestName) {
    return refuseField(errors.parameterInvalid, at, `must have at most ${longestName} characters`)
  }
  if (!/\p{Cc}/u.test(name) && name.isWellFormed()) return name
  return refuseField(errors.parameterInvalid, at, `${quote(name)} must not contain control characters`)
}

/**
 * The property of a definition as it is stored: the keys sent over those it has, an empty value clears. Only documented
 * keys and `@muster:*` stay, `@modelarts:rename_to` never does.
 */
export function readProperty(
  label: LabelDefinition,
  given: PropertyInput | null | undefined,
  draft: DefinitionDraft,
  at: Steps,
): Record<string, string> | Refusal {
  const property = { ...label.property }
  for (const [key, value] of Object.entries(given ?? {})) {
    if (!storedKeys.has(key) && !key.startsWith('@muster:')) continue
    const here = [...at, key]
    if (typeof value !== 'string') return refuseField(errors.parameterInvalid, here, 'must be a text')
    const fault = value === '' ? undefined : faultOfValue(label, key, value, draft, here)
    if (fault !== undefined) return fault
    if (value === '') delete property[key]
    else property[key] = value
  }
  if (label.type === LabelType.tripletRelation) {
    for (const end of [keys.fromType, keys.toType]) {
      const fault = faultOfEnd(property[end], draft, [...at, end])
      if (fault !== undefined) return fault
    }
  }
  return property
}

/** The new name that `@modelarts:rename_to` asks for, undefined if none. */
export function readRename(
  dataset_type: number,
  property: PropertyInput | null | undefined,
  at: Steps,
): string | undefined | Refusal {
  const name = property?.[renameKey]
  return name === undefined || name === '' ? undefined : readName(dataset_type, name, [...at, renameKey])
}

function faultOfValue(
  label: LabelDefinition,
  key: string,
  value: string,
  draft: DefinitionDraft,
  at: Steps,
): Refusal | undefined {
  if (key === keys.color && !color.test(value)) {
    return refuseField(errors.parameterInvalid, at, `${quote(value)} must be empty or have the form #RRGGBB`)
  }
  if (key === shortcutKey) return faultOfShortcut(label, value, draft, at)
  if (key === keys.defaultShape) return faultOfShape(label, value, at)
  if ((key === keys.fromType || key === keys.toType) && label.type !== LabelType.tripletRelation) {
    return refuseField(errors.labelRule, at, 'belongs to relation labels (type 102) only')
  }
  return undefined
}

function faultOfShortcut(
  label: LabelDefinition,
  shortcut: string,
  draft: DefinitionDraft,
  at: Steps,
): Refusal | undefined {
  if (!oneKey.test(shortcut)) {
    return refuseField(errors.parameterInvalid, at, `${quote(shortcut)} must be empty or one key`)
  }
  const owner = draft.withShortcut(shortcut)
  if (owner === undefined || owner.label_key === label.label_key) return undefined
  return refuseField(errors.shortcutTaken, at, `${quote(shortcut)} is already used by label ${quote(owner.name)}`)
}

function faultOfShape(label: LabelDefinition, shape: string, at: Steps): Refusal | undefined {
  if (!(SHAPES as readonly string[]).includes(shape)) {
    return refuseField(errors.parameterInvalid, at, `${quote(shape)} must be empty or one of ${SHAPES.join(', ')}`)
  }
  if (drawnTypes.includes(label.type)) return undefined
  return refuseField(errors.labelRule, at, 'belongs to object detection labels only')
}

function faultOfEnd(name: string | undefined, draft: DefinitionDraft, at: Steps): Refusal | undefined {
  if (name === undefined) return refuseField(errors.tripletEndMissing, at, 'must be given for a relation label')
  if (draft.find(name, LabelType.tripletEntity) !== undefined) return undefined
  return refuseField(errors.tripletEndMissing, at, `there is no entity label ${quote(name)}`)
}

/** The definition a request means by name and, if need be, type: E4410 if there is none, E4413 if there are two. */
export function findLabel(
  dataset_type: number,
  label: { name?: unknown; type?: number | null },
  draft: DefinitionDraft,
  at: { name: Steps; type: Steps },
): LabelDefinition | Refusal {
  const { name, type } = label
  if (typeof name !== 'string' || name === '') return refuseField(errors.parameterInvalid, at.name, 'must be given')
  const fault = faultOfType(dataset_type, type, at.type)
  if (fault !== undefined) return fault
  const types = type === undefined || type === null ? labelTypesOf(dataset_type) : [type]
  const found = types.map((one) => draft.find(name, one)).filter((one) => one !== undefined)
  if (found.length > 1) {
    const text = `${quote(name)} is both an entity and a relation; the type must be given`
    return refuseField(errors.labelRule, at.type, text)
  }
  return found[0] ?? refuseField(errors.labelUnknown, at.name, `there is no label ${quote(name)}`)
}

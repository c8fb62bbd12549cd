import { LabelType } from '#contract/codes.ts'
import { errors, type Refusal } from '#contract/errors.ts'
import { quote } from '#contract/text.ts'
import { refuseField, type Steps } from '#core/field-refusal.ts'
import { isRefusal } from '#core/refusal.ts'
import { type AttributeInput, readAttributeList } from './definition-attributes.ts'
import { changesBetween, type LabelChanges } from './definition-changes.ts'
import { DefinitionDraft, renameKey } from './definition-draft.ts'
import {
  findLabel,
  type PropertyInput,
  readAnyName,
  readName,
  readNewType,
  readProperty,
  readRename,
} from './definition-fields.ts'
import type { LabelDefinition } from './label-set.ts'
import { labelTypesOf } from './label-types.ts'
import { keys } from './property-keys.ts'

export const mostLabels = 10_000

/** A label as a client sends it: a whole one to create or update, a name (and type) to delete. */
export type LabelInput = {
  name?: string | null
  type?: number | null
  attributes?: readonly AttributeInput[] | null
  property?: PropertyInput | null
}

export type LabelSituation = {
  dataset_type: number
  definitions: readonly LabelDefinition[]
  /** Key of a new definition: one never used in the dataset before. */
  newKey: () => number
  /** Id of a new attribute or attribute value. */
  newId: () => string
  /** Relation definitions that some label carries: their ends are fixed (E4413), else such labels would become wrong. */
  relationsInUse?: ReadonlySet<number>
  /** New names come with data from outside, which are kept as they are (formats 7). */
  anyNames?: boolean
}

/** One answer per item in request order, undefined for a good one, and what the good ones change (behaviour 4.3). */
export type LabelPlan = { refusals: (Refusal | undefined)[]; changes: LabelChanges }

/** CreateLabels. */
export function planCreateLabels(situation: LabelSituation, labels: readonly LabelInput[]): LabelPlan {
  return planEach(situation, labels, create)
}

/** UpdateLabels; a label is renamed by `property.@modelarts:rename_to`. */
export function planUpdateLabels(situation: LabelSituation, labels: readonly LabelInput[]): LabelPlan {
  return planEach(situation, labels, update)
}

/** DeleteLabels: an entity goes together with the relations that use it, in any order, or not at all (D47). */
export function planDeleteLabels(situation: LabelSituation, labels: readonly LabelInput[]): LabelPlan {
  const doomed = keysOf(situation, labels, 'labels')
  return planEach(situation, labels, (desk, label, place) => remove(desk, label, place, doomed))
}

/** UpdateLabel: the property stands bare in the body, name and type in the URL. */
export function planUpdateLabel(
  situation: LabelSituation,
  { label_name, label_type, property }: { label_name: string; label_type?: number; property: PropertyInput },
): LabelChanges | Refusal {
  return planOne(situation, (desk) => update(desk, { name: label_name, type: label_type, property }, inUrl))
}

/** DeleteLabelAndSamples. */
export function planDeleteLabel(
  situation: LabelSituation,
  { label_name, label_type }: { label_name: string; label_type?: number },
): LabelChanges | Refusal {
  return planOne(situation, (desk) => remove(desk, { name: label_name, type: label_type }, inUrl, new Set()))
}

/** The labels a dataset is created with: all or none. */
export function planInitialLabels(situation: LabelSituation, labels: readonly LabelInput[]): LabelChanges | Refusal {
  return planOne(situation, (desk) => firstRefusal(desk, labels, 'labels', create))
}

/**
 * The three lists of UpdateDataset in the order delete, update, add: all or none. A label both deleted and added becomes
 * what the added one says, but keeps its key, thereby its annotations, and its attributes unless new ones are sent.
 */
export function planDatasetLabels(
  situation: LabelSituation,
  body: {
    delete_labels?: readonly LabelInput[] | null
    update_labels?: readonly LabelInput[] | null
    add_labels?: readonly LabelInput[] | null
  },
): LabelChanges | Refusal {
  const deleted = body.delete_labels ?? []
  const added = body.add_labels ?? []
  const doomed = keysOf(situation, deleted, 'delete_labels')
  const reborn = new Set([...keysOfAdded(situation, added)].filter((label_key) => doomed.has(label_key)))
  return planOne(situation, (desk) => {
    const clear = (desk: Desk, label: LabelInput, place: Place) => remove(desk, label, place, doomed, reborn)
    const add = (desk: Desk, label: LabelInput, place: Place) => create(desk, label, place, reborn)
    return (
      firstRefusal(desk, deleted, 'delete_labels', clear) ??
      firstRefusal(desk, body.update_labels ?? [], 'update_labels', update) ??
      firstRefusal(desk, added, 'add_labels', add)
    )
  })
}

type Desk = LabelSituation & { draft: DefinitionDraft }
type Place = { name: Steps; type: Steps; property: Steps; attributes: Steps }
type Step = (desk: Desk, label: LabelInput, place: Place) => Refusal | undefined

const inUrl: Place = { name: ['label_name'], type: ['label_type'], property: [], attributes: ['attributes'] }

function inList(list: string, index: number): Place {
  const place = (field: string) => [list, index, field]
  return { name: place('name'), type: place('type'), property: place('property'), attributes: place('attributes') }
}

function open(situation: LabelSituation): Desk {
  return { ...situation, draft: new DefinitionDraft(situation.definitions) }
}

function planEach(situation: LabelSituation, labels: readonly LabelInput[], step: Step): LabelPlan {
  const desk = open(situation)
  const refusals = labels.map((label, index) => step(desk, label, inList('labels', index)))
  return { refusals, changes: changesBetween(situation.definitions, desk.draft.all()) }
}

function planOne(situation: LabelSituation, step: (desk: Desk) => Refusal | undefined): LabelChanges | Refusal {
  const desk = open(situation)
  return step(desk) ?? changesBetween(situation.definitions, desk.draft.all())
}

function firstRefusal(desk: Desk, labels: readonly LabelInput[], list: string, step: Step): Refusal | undefined {
  for (const [index, label] of labels.entries()) {
    const refusal = step(desk, label, inList(list, index))
    if (refusal !== undefined) return refusal
  }
  return undefined
}

/** Makes a definition; one that is to be reborn under the same name and type gives its key. Steps change the draft last. */
function create(desk: Desk, label: LabelInput, place: Place, reborn?: Set<number>): Refusal | undefined {
  const { dataset_type, draft } = desk
  const isFree = desk.anyNames || isThere(desk, label.name)
  const name = isFree ? readAnyName(label.name, place.name) : readName(dataset_type, label.name, place.name)
  if (isRefusal(name)) return name
  const type = readNewType(dataset_type, label.type, label.property, place.type)
  if (isRefusal(type)) return type
  const twin = draft.find(name, type)
  if (twin !== undefined && !reborn?.delete(twin.label_key)) {
    return refuseField(errors.labelNameTaken, place.name, `there is already a label ${quote(name)}`)
  }
  if (twin === undefined && draft.size >= mostLabels) {
    return refuseField(errors.limitExceeded, place.name, `a dataset has at most ${mostLabels} labels`)
  }
  const label_key = twin?.label_key ?? desk.newKey()
  return write(desk, twin ?? { label_key, name, type, attributes: [], property: {} }, label, place, false)
}

/** Names that came with data from outside stay what they are. */
function isThere({ dataset_type, draft }: Desk, name: LabelInput['name']): boolean {
  return typeof name === 'string' && labelTypesOf(dataset_type).some((type) => draft.find(name, type) !== undefined)
}

function update(desk: Desk, label: LabelInput, place: Place): Refusal | undefined {
  const { dataset_type, draft } = desk
  const found = findLabel(dataset_type, label, draft, place)
  if (isRefusal(found)) return found
  const isSame = label.property?.[renameKey] === found.name
  const name = isSame ? undefined : readRename(dataset_type, label.property, place.property)
  if (isRefusal(name)) return name
  const renamed = name !== undefined
  if (renamed && draft.find(name, found.type) !== undefined) {
    const at = [...place.property, renameKey]
    return refuseField(errors.labelNameTaken, at, `there is already a label ${quote(name)}`)
  }
  const refusal = write(desk, found, label, place, true)
  if (refusal === undefined && renamed) draft.rename(draft.get(found.label_key)!, name)
  return refusal
}

/** Puts the sent property and attributes over those of a definition. */
function write(
  { draft, newId, relationsInUse }: Desk,
  base: LabelDefinition,
  label: LabelInput,
  place: Place,
  idsMustExist: boolean,
): Refusal | undefined {
  const property = readProperty(base, label.property, draft, place.property)
  if (isRefusal(property)) return property
  if (relationsInUse?.has(base.label_key)) {
    const moved = [keys.fromType, keys.toType].find((end) => property[end] !== base.property[end])
    const text = `labels carry the relation ${quote(base.name)}, so its ends cannot change`
    if (moved !== undefined) return refuseField(errors.labelRule, [...place.property, moved], text)
  }
  const rules = { old: base.attributes, newId, idsMustExist }
  const attributes = label.attributes ? readAttributeList(label.attributes, rules, place.attributes) : base.attributes
  if (isRefusal(attributes)) return attributes
  draft.put({ ...base, property, attributes })
  return undefined
}

/** Removes a definition; one that is to be reborn stays, with nothing but the ends of a relation in its property. */
function remove(
  { dataset_type, draft }: Desk,
  label: LabelInput,
  place: Place,
  doomed: ReadonlySet<number>,
  reborn?: ReadonlySet<number>,
): Refusal | undefined {
  const found = findLabel(dataset_type, label, draft, place)
  if (isRefusal(found)) return found
  if (reborn?.has(found.label_key)) {
    draft.put({ ...found, property: endsOnly(found) })
    return undefined
  }
  if (found.type === LabelType.tripletEntity) {
    const user = draft.relationsOf(found.name).find((relation) => !doomed.has(relation.label_key))
    if (user !== undefined) {
      const text = `${quote(found.name)} is an end of the relation ${quote(user.name)}`
      return refuseField(errors.entityInUse, place.name, text)
    }
  }
  draft.remove(found)
  return undefined
}

function endsOnly({ property }: LabelDefinition): Record<string, string> {
  return Object.fromEntries(Object.entries(property).filter(([key]) => key === keys.fromType || key === keys.toType))
}

/** Keys of the definitions that a list means. */
function keysOf(situation: LabelSituation, labels: readonly LabelInput[], list: string): Set<number> {
  const { dataset_type, draft } = open(situation)
  const found = labels.map((label, index) => findLabel(dataset_type, label, draft, inList(list, index)))
  return new Set(found.flatMap((one) => (isRefusal(one) ? [] : [one.label_key])))
}

/** Keys of the definitions that have the name and type of an added label. */
function keysOfAdded(situation: LabelSituation, labels: readonly LabelInput[]): Set<number> {
  const { dataset_type, draft } = open(situation)
  const keys = new Set<number>()
  for (const { name, type, property } of labels) {
    const newType = readNewType(dataset_type, type, property, [])
    const twin = typeof name === 'string' && !isRefusal(newType) ? draft.find(name, newType) : undefined
    if (twin !== undefined) keys.add(twin.label_key)
  }
  return keys
}

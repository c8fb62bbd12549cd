import { LabelType } from '#contract/codes.ts'
import { errors, type Refusal } from '#contract/errors.ts'
import type { SampleLabel } from '#contract/samples.ts'
import { quote } from '#contract/text.ts'
import { isCoefficient } from '#core/codecs/hard.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import { below, type Fault, faultAt, refusalOf } from './fault.ts'
import { readSize, sizeForShapes } from './image-size.ts'
import type { StoredLabel } from './label.ts'
import { readLabelAttributes } from './label-attributes.ts'
import type { LabelDefinition, LabelSet } from './label-set.ts'
import { type LabelRule, labelTypesOf, ruleOf } from './label-types.ts'
import type { Scope } from './positions.ts'
import { keys } from './property-keys.ts'
import { finishTriplets } from './triplets.ts'

export type LabelContext = {
  dataset_type: number
  labelSet: LabelSet
  sample: {
    sample_id: string
    /** Code points of the text. */
    textLength?: number
    /** Image pixels and channels, stored or probed. */
    size?: ImageSize
    /** Milliseconds of the recording. */
    duration?: number
  }
  /** `@modelarts:size` of the item's metadata; null counts as not sent. */
  sentSize?: unknown
  content_labeling: boolean
  /** Entities of a text may overlap. */
  text_overlaps: boolean
  /** `create` is for the owner of the dataset alone (D28). */
  unknownLabel: 'refuse' | 'create'
  /** Where the item stands in the request, for messages: `samples[3]`. */
  field: string
}

export type ReadLabels = {
  labels: StoredLabel[]
  /** Present when the item told the size of the image or its labels needed it; to be kept with the sample. */
  size?: ImageSize
  /**
   * Definitions to be made first. As long as this is not empty `labels` lacks their keys: make them, then read the
   * labels again with the grown label set.
   */
  create: { name: string; type: number }[]
}

/** Answers name who it was after the slash: what a GET gave must be accepted by a PUT (behaviour 4.5). */
const annotators = /^(human|auto)(\/|$)/

type Resolved = { type: number; definition?: LabelDefinition; create?: true }

/**
 * Reads the labels of one sample by the rules of behaviour 4.5; none, null and [] are the empty list (4.2). The wire
 * schema has been checked before. The whole item is refused at the first fault: E4410 unknown label, E4413 rule broken,
 * E4414 end of a relation, E4423 image size, E4430 attribute, E4396 bad value of a simple field.
 */
export function readLabels(
  labels: readonly SampleLabel[] | null | undefined,
  context: LabelContext,
): ReadLabels | Refusal {
  const result = collectLabels(labels ?? [], context)
  return 'at' in result ? refusalOf(result, { field: context.field, sample_id: context.sample.sample_id }) : result
}

function collectLabels(given: readonly SampleLabel[], context: LabelContext): ReadLabels | Fault {
  const { sample } = context
  let size: ImageSize | undefined
  if (context.sentSize !== undefined && context.sentSize !== null) {
    const read = readSize(context.sentSize, sample.size)
    if ('at' in read) return read
    size = read.size
  }
  const types = labelTypesOf(context.dataset_type)
  if (given.length === 0) return { labels: [], size, create: [] }
  if (types.length === 0) return faultAt('labels', errors.labelRule, 'samples of this dataset take no labels')
  if (types[0] === LabelType.speechContent && given.length > 1) {
    return faultAt('labels', errors.labelRule, 'speech content takes exactly one label')
  }
  if (ruleOf(types[0]!).inImage) {
    const read = sizeForShapes(size, sample.size)
    if ('at' in read) return read
    size = read.size
  }
  const scope: Scope = {
    size,
    textLength: sample.textLength,
    duration: sample.duration,
    content_labeling: context.content_labeling,
  }
  const stored: StoredLabel[] = []
  const names: string[] = []
  const create: { name: string; type: number }[] = []
  const seen = new Set<string>()
  for (let index = 0; index < given.length; index++) {
    const label = given[index]!
    const resolved = resolveDefinition(label, types, context)
    if ('at' in resolved) return below(`labels[${index}]`, resolved)
    const rule = ruleOf(resolved.type)
    scope.definition = resolved.definition
    const read = readLabel(label, resolved, rule, scope)
    if ('at' in read) return below(`labels[${index}]`, read)
    if (given.length > 1 && (rule.once || rule.spans)) {
      const key = identityOf(read, label.name!, rule)
      if (seen.has(key)) {
        if (rule.once) continue
        return faultAt(`labels[${index}]`, errors.labelRule, 'repeats the name and the span of another label')
      }
      seen.add(key)
    }
    if (resolved.create && !create.some((one) => one.name === label.name && one.type === resolved.type)) {
      create.push({ name: label.name!, type: resolved.type })
    }
    stored.push(read)
    names.push(label.name ?? '')
  }
  const fault =
    (types.length > 1 ? finishTriplets(stored, names, context.labelSet) : undefined) ??
    (context.text_overlaps ? undefined : findOverlap(stored))
  return fault ?? { labels: stored, size, create }
}

/** The first label, as a reader meets them, that begins before the one before it has ended. */
function findOverlap(stored: readonly StoredLabel[]): Fault | undefined {
  const spans = stored.flatMap(({ type, property }, index) =>
    ruleOf(type).spans ? { index, start: Number(property[keys.startIndex]), end: Number(property[keys.endIndex]) } : [],
  )
  spans.sort((a, b) => a.start - b.start)
  const found = spans.find(({ start }, i) => i > 0 && start < spans[i - 1]!.end)
  return (
    found &&
    faultAt(`labels[${found.index}]`, errors.labelRule, 'overlaps another: the dataset has text_overlaps false')
  )
}

/** Derives type and definition: from the dataset, for triplets from the definition of that name. */
function resolveDefinition(label: SampleLabel, types: readonly number[], context: LabelContext): Resolved | Fault {
  const { name, type: sent } = label
  if (sent !== undefined && !types.includes(sent)) {
    return faultAt('type', errors.labelRule, `${sent} does not fit a dataset of type ${context.dataset_type}`)
  }
  const type = sent ?? (types.length === 1 ? types[0]! : undefined)
  if (!name) {
    if (type !== undefined && !ruleOf(type).named) return { type }
    return faultAt('name', errors.labelRule, 'is required')
  }
  if (type !== undefined) {
    const definition = context.labelSet.find(name, type)
    return definition ? { type, definition } : resolveUnknown(name, type, context)
  }
  const definitions = context.labelSet.byName(name).filter((one) => types.includes(one.type))
  if (definitions.length > 1)
    return faultAt('type', errors.labelRule, `is required: ${quote(name)} is both an entity and a relation`)
  const definition = definitions[0]
  if (definition !== undefined) return { type: definition.type, definition }
  return faultAt('name', errors.labelUnknown, `the dataset has no label ${quote(name)}`)
}

function resolveUnknown(name: string, type: number, context: LabelContext): Resolved | Fault {
  // A relation cannot be made from its name: its definition must say which entities it joins (behaviour 7).
  if (context.unknownLabel === 'create' && type !== LabelType.tripletRelation) return { type, create: true }
  const other = context.labelSet.byName(name)[0]
  if (other === undefined) return faultAt('name', errors.labelUnknown, `the dataset has no label ${quote(name)}`)
  return faultAt('type', errors.labelRule, `${quote(name)} is a label of type ${other.type}, not ${type}`)
}

function readLabel(label: SampleLabel, resolved: Resolved, rule: LabelRule, scope: Scope): StoredLabel | Fault {
  const property: Record<string, unknown> = {}
  const given = label.property ?? {}
  const fault =
    rule.readPosition?.(given, property, scope) ?? readLabelAttributes(given, property, rule, resolved.definition)
  if (fault !== undefined) return fault
  const stored: StoredLabel = { type: resolved.type, property }
  if (resolved.definition) stored.label_key = resolved.definition.label_key
  if (label.id !== undefined) stored.id = label.id
  if (label.score !== undefined) {
    if (!isCoefficient(label.score)) return faultAt('score', errors.parameterInvalid, 'must be a number from 0 to 1')
    stored.score = label.score
  }
  if (label.annotated_by !== undefined && resolved.type === LabelType.video) {
    if (!annotators.test(label.annotated_by)) {
      return faultAt('annotated_by', errors.parameterInvalid, 'must be human or auto, or begin with human/ or auto/')
    }
    stored.annotated_by = label.annotated_by
  }
  return stored
}

/** What makes two labels of one sample the same: the name, for entities together with the span. */
function identityOf(label: StoredLabel, name: string, rule: LabelRule): string {
  return rule.spans ? `${label.property[keys.startIndex]} ${label.property[keys.endIndex]} ${name}` : name
}

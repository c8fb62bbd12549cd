import { DatasetType, LabelType } from '#contract/codes.ts'
import {
  type PositionReader,
  readContent,
  readEnds,
  readParagraph,
  readPolygon,
  readShape,
  readSpan,
} from './positions.ts'
import { keys } from './property-keys.ts'

/** What a label type asks for: the table of behaviour 4.5. */
export type LabelRule = {
  /** Without a name the label would be meaningless. */
  named: boolean
  /** Typed property keys this type takes. */
  own: ReadonlySet<string>
  readPosition?: PositionReader
  /** Without a name it takes attributes of any name. */
  classes?: boolean
  /** The sample needs an image size. */
  inImage?: boolean
  /** A name given twice is kept once. */
  once?: boolean
  /** The exact same span twice is refused. */
  spans?: boolean
}

const hardKeys = [keys.hard, keys.hardCoefficient, keys.hardReasons]
const shapeKeys = [keys.shape, keys.feature]
const spanKeys = [keys.startIndex, keys.endIndex]
const paragraphKeys = [keys.startTime, keys.endTime, keys.source, keys.content]

const rules = new Map<number, LabelRule>([
  [LabelType.imageClassification, { named: true, own: new Set(hardKeys), once: true }],
  [
    LabelType.objectDetection,
    { named: true, own: new Set([...shapeKeys, ...hardKeys]), readPosition: readShape, inImage: true },
  ],
  [LabelType.imageSegmentation, { named: true, own: new Set(shapeKeys), readPosition: readPolygon, inImage: true }],
  [LabelType.textClassification, { named: true, own: new Set(), once: true }],
  [LabelType.namedEntity, { named: true, own: new Set(spanKeys), readPosition: readSpan, spans: true }],
  [LabelType.tripletRelation, { named: true, own: new Set([keys.from, keys.to]), readPosition: readEnds }],
  [LabelType.tripletEntity, { named: true, own: new Set(spanKeys), readPosition: readSpan, spans: true }],
  [LabelType.soundClassification, { named: true, own: new Set(), once: true }],
  [LabelType.speechContent, { named: false, own: new Set([keys.content]), readPosition: readContent }],
  [
    LabelType.speechParagraph,
    { named: false, own: new Set(paragraphKeys), readPosition: readParagraph, classes: true },
  ],
  [LabelType.video, { named: true, own: new Set(shapeKeys), readPosition: readShape, inImage: true }],
])

const triplets: readonly number[] = [LabelType.tripletRelation, LabelType.tripletEntity]
const noTypes: readonly number[] = []
const ofDataset = new Map<number, readonly number[]>(
  Object.values(DatasetType).map((type) => [type, rules.has(type) ? [type] : noTypes]),
)
ofDataset.set(DatasetType.textTriplets, triplets)

/**
 * Label types of a dataset type: one of the same number, for triplets relations and entities, none for tables and free
 * formats (formats.md 1).
 */
export function labelTypesOf(dataset_type: number): readonly number[] {
  return ofDataset.get(dataset_type) ?? noTypes
}

/** Whether labels of this type, and so samples of the dataset type of its number, may be hard examples (behaviour 4.5). */
export function mayBeHard(type: number): boolean {
  return rules.get(type)?.own.has(keys.hard) ?? false
}

/** The rule of a label type that `labelTypesOf` has named. */
export function ruleOf(type: number): LabelRule {
  return rules.get(type)!
}

import { type Static, Type } from 'typebox'
import { LabelType, SHAPES } from './codes.ts'
import { code, count, forbidden, nullable, partial, string, text, word } from './schema.ts'

export const LabelAttributeValue = partial({
  id: string('Given by the server.'),
  value: string(),
})
export type LabelAttributeValue = Static<typeof LabelAttributeValue>

export const LabelAttribute = partial({
  default_value: string(),
  id: string('Given by the server; read it from the label list.'),
  name: text(64, forbidden.withoutCaret),
  type: word(['text', 'select'], { description: 'text: free text; select: one choice from a list.' }),
  values: Type.Array(LabelAttributeValue, { description: 'Choices of a select attribute.' }),
})
export type LabelAttribute = Static<typeof LabelAttribute>

/** How a label definition looks and what it refers to. */
export const LabelProperty = partial({
  '@modelarts:color': string('#RRGGBB.'),
  '@modelarts:default_shape': word([...SHAPES, ''], { description: 'Object detection only.' }),
  '@modelarts:from_type': string('Triplet relation: label of the head entity; needed at creation.'),
  '@modelarts:rename_to': string('The new name: this is how a label is renamed.'),
  '@modelarts:shortcut': string('A keyboard key, as D.'),
  '@modelarts:to_type': string('Triplet relation: label of the tail entity; needed at creation.'),
})
export type LabelProperty = Static<typeof LabelProperty>

/** A label definition: a member of the label set of a dataset. */
export const Label = partial({
  attributes: Type.Array(LabelAttribute),
  name: string(),
  property: LabelProperty,
  type: code(LabelType),
})
export type Label = Static<typeof Label>

/** Labels in a request; null is taken for none, as terraform sends it. */
export const LabelList = nullable(Type.Array(Label))
export type LabelList = Static<typeof LabelList>

export const LabelStats = partial({
  attributes: Type.Array(LabelAttribute),
  count: count('Uses of the label: two boxes are two.'),
  name: string(),
  property: LabelProperty,
  sample_count: count('Samples that carry the label.'),
  type: code(LabelType),
})
export type LabelStats = Static<typeof LabelStats>

export const ListLabelsResp = Type.Object({
  labels: Type.Array(Label),
  total_number: count(),
})
export type ListLabelsResp = Static<typeof ListLabelsResp>

export const CreateLabelsReq = partial({
  labels: LabelList,
})
export type CreateLabelsReq = Static<typeof CreateLabelsReq>

export const UpdateLabelsReq = partial({
  labels: LabelList,
})
export type UpdateLabelsReq = Static<typeof UpdateLabelsReq>

export const DeleteLabelsReq = partial({
  labels: LabelList,
})
export type DeleteLabelsReq = Static<typeof DeleteLabelsReq>

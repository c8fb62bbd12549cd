import { type Static, Type } from 'typebox'
import { LabelType } from './codes.ts'
import { code, integer, mapOf, nullable, partial, string, word } from './schema.ts'

const op = word(['AND', 'OR'], { description: 'AND: all; OR: any.' })
const values = nullable(Type.Array(string(), { description: 'Accepted values; null means any.' }))

export const SearchLabel = partial({
  name: string(),
  op,
  property: mapOf(values, 'By name of the attribute.'),
  type: code(LabelType),
})
export type SearchLabel = Static<typeof SearchLabel>

export const SearchLabels = partial({
  labels: Type.Array(SearchLabel),
  op,
})
export type SearchLabels = Static<typeof SearchLabels>

export const SearchProp = partial({
  op,
  props: mapOf(values, 'By key of the metadata.'),
})
export type SearchProp = Static<typeof SearchProp>

/** One condition of a search: its fields all have to hold. */
export const SearchCondition = partial({
  coefficient: string('Difficulty coefficient.'),
  frame_in_video: integer(),
  hard: word(['0', '1'], { description: '0: not a hard example; 1: a hard example.' }),
  import_origin: string(),
  kvp: string('CT dosage.'),
  label_list: SearchLabels,
  labeler: string('Who labelled it.'),
  metadata: SearchProp,
  parent_sample_id: string(),
  sample_dir: string('Ends with /; that folder only, not those in it.'),
  sample_name: string('With file extension.'),
  sample_time: string('month, day or yyyyMMdd-yyyyMMdd: when the file was last changed; at most 30 days.'),
  score: string('Confidence.'),
  slice_thickness: string('DICOM layer thickness.'),
  study_date: string('DICOM scan time.'),
  time_in_video: string(),
})
export type SearchCondition = Static<typeof SearchCondition>

/** What `search_conditions` and `sample_conditions` hold as JSON text: one condition, or several that all must hold (D15). */
export const SearchConditions = Type.Union([Type.Array(SearchCondition), SearchCondition])
export type SearchConditions = Static<typeof SearchConditions>

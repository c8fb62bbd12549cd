import { type Static, Type } from 'typebox'
import { ENCODINGS, LabelType, SAMPLE_USAGES, SampleType, SHAPES } from './codes.ts'
import { DataSource, LabelFormat } from './data-sources.ts'
import { Label } from './labels.ts'
import {
  boolean,
  code,
  count,
  forbidden,
  integer,
  mapOf,
  nullable,
  number,
  openMap,
  partial,
  string,
  text,
  time,
  word,
} from './schema.ts'
import { Worker } from './workers.ts'

/** Why a sample counts as a hard example. */
export const HardDetail = partial({
  alo_name: string('Alias of the algorithm (inferred).'),
  id: integer('Index in the list of reasons.'),
  reason: string(),
  suggestion: string(),
})
export type HardDetail = Static<typeof HardDetail>

/**
 * Where and what a label is; other keys are attributes of the user. Only types and listed values are checked here:
 * points, offsets, times and marks are label rules and fail their item alone (D25, behaviour 4.5).
 */
export const SampleLabelProperty = openMap({
  '@modelarts:content': string('Speech: the transcript.'),
  '@modelarts:end_index': integer('Entity: end in code points, exclusive.'),
  '@modelarts:end_time': string('Speech paragraph: hh:mm:ss.SSS.'),
  '@modelarts:feature': Type.Array(Type.Array(Type.Number()), {
    description: 'Points [x, y] in image pixels from the upper left corner; a circle is its centre and [radius].',
  }),
  '@modelarts:from': string('Triplet: id of the head entity.'),
  '@modelarts:hard': word(['0', '1', 'true', 'false'], { description: 'Text here, in metadata a number or boolean.' }),
  '@modelarts:hard_coefficient': string('A number between 0 and 1 as text.'),
  '@modelarts:hard_reasons': string('Ids joined by hyphens, as 3-20-21-19.'),
  '@modelarts:shape': word([...SHAPES, ''], { description: 'Object detection only.' }),
  '@modelarts:source': string('Speech paragraph: the speaker.'),
  '@modelarts:start_index': integer('Entity: first code point, counted from 0.'),
  '@modelarts:start_time': string('Speech paragraph: hh:mm:ss.SSS.'),
  '@modelarts:to': string('Triplet: id of the tail entity.'),
})
export type SampleLabelProperty = Static<typeof SampleLabelProperty>

/** A label on a sample. `type` follows from the dataset when it is missing (behaviour 4.5). */
export const SampleLabel = partial({
  annotated_by: string('human/<who> or the name of a model; ignored in requests except for video.'),
  id: string('Id within the sample, as E1.'),
  name: string(),
  property: SampleLabelProperty,
  score: Type.Number({ minimum: 0, maximum: 1, description: 'Confidence.' }),
  type: code(LabelType),
})
export type SampleLabel = Static<typeof SampleLabel>

/** What is known about a sample as a whole; other keys are the user's. */
export const SampleMetadata = openMap({
  '@modelarts:import_origin': integer('Where the sample came from.'),
  '@modelarts:hard': boolean('a hard example'),
  '@modelarts:hard_coefficient': number(),
  '@modelarts:hard_reasons': Type.Array(integer()),
  '@modelarts:size': Type.Array(integer(), { description: '[width, height, depth] in pixels and channels.' }),
})
export type SampleMetadata = Static<typeof SampleMetadata>

/** Metadata in a request: given keys are set, others kept, null removes a key (D24). */
export const SampleMetadataChange = openMap({
  '@modelarts:import_origin': nullable(integer('Where the sample came from.')),
  '@modelarts:hard': Type.Unsafe<0 | 1 | boolean | null>({
    enum: [0, 1, true, false, null],
    description: 'A number on the pages, true or false in their examples.',
  }),
  '@modelarts:hard_coefficient': nullable(number('Between 0 and 1.')),
  '@modelarts:hard_reasons': nullable(Type.Array(integer(), { description: 'Ids 0 to 30.' })),
  '@modelarts:size': nullable(
    Type.Array(integer(), { description: '[width, height] or [width, height, depth]; depth defaults to 3.' }),
  ),
})
export type SampleMetadataChange = Static<typeof SampleMetadataChange>

export const DescribeSampleResp = partial({
  check_accept: boolean('passed acceptance'),
  check_comment: string(),
  check_score: string('A to D.'),
  deletion_reasons: Type.Array(string(), { description: 'Healthcare only.' }),
  hard_details: mapOf(HardDetail, 'By id of the reason.'),
  labelers: Type.Array(Worker, { description: 'Members the sample is assigned to.' }),
  labels: Type.Array(SampleLabel),
  metadata: SampleMetadata,
  review_accept: boolean('passed review'),
  review_comment: string(),
  review_score: string('A to D.'),
  sample_data: Type.Array(string(), { description: 'The text of a text sample.' }),
  sample_dir: string(),
  sample_id: string(),
  sample_name: string(),
  sample_size: integer('Bytes; for text its length.'),
  sample_status: string('UN_ANNOTATION or MANUAL_ANNOTATION; in a team task the state of the entry.'),
  sample_time: time('Last change of the stored file, in epoch milliseconds.'),
  sample_type: code(SampleType),
  score: string('Overall score.'),
  source: string('Signed address of the bytes; it expires.'),
  sub_sample_url: string('Healthcare only.'),
  worker_id: string('Member who labels it.'),
  muster: partial({ revision: count('Rises with every write of the labels; to be sent back as If-Match.') }),
})
export type DescribeSampleResp = Static<typeof DescribeSampleResp>

export const ListSamplesResp = Type.Object({
  sample_count: count('On all pages together.'),
  samples: Type.Array(DescribeSampleResp),
})
export type ListSamplesResp = Static<typeof ListSamplesResp>

/** Labels in a request; missing, null and [] all mean none. */
export const SampleLabelList = nullable(
  Type.Array(SampleLabel, { description: 'Absent or empty removes all labels of the sample.' }),
)
export type SampleLabelList = Static<typeof SampleLabelList>

/** A new sample: its bytes inline or where they lie. */
export const Sample = partial({
  data: string('The bytes of the file in Base64.'),
  data_source: DataSource,
  encoding: word(ENCODINGS, { default: 'UTF-8', description: 'Of .txt and .csv files.' }),
  labels: SampleLabelList,
  metadata: SampleMetadataChange,
  name: text(1024, forbidden.withoutCaret, { description: 'File name, as 2.jpg.' }),
  sample_type: code(SampleType),
})
export type Sample = Static<typeof Sample>

export const UploadSamplesReq = partial({
  final_annotation: boolean('labels are final, not predictions; false is open to dataset types 0 and 1 only', {
    default: true,
  }),
  label_format: LabelFormat,
  samples: Type.Array(Sample),
  muster: partial({
    lines: boolean('every line of a text is a sample; else the whole text is one', { default: true }),
  }),
})
export type UploadSamplesReq = Static<typeof UploadSamplesReq>

export const UploadSampleResp = Type.Object({
  success: boolean('done'),
  error_code: Type.Optional(string()),
  error_msg: Type.Optional(string()),
  info: Type.Optional(string('Id of the new sample.')),
  name: Type.Optional(string('Storage path of the new sample.')),
})
export type UploadSampleResp = Static<typeof UploadSampleResp>

export const UploadSamplesResp = Type.Object({
  success: boolean('every sample is stored'),
  error_code: Type.Optional(string('Of the first sample that failed.')),
  error_msg: Type.Optional(string('Of the first sample that failed.')),
  results: Type.Optional(Type.Array(UploadSampleResp)),
})
export type UploadSamplesResp = Static<typeof UploadSamplesResp>

export const DeleteSamplesReq = partial({
  delete_source: boolean('source files are deleted too; not for text', { default: false }),
  samples: Type.Array(string(), { description: 'Sample ids.' }),
})
export type DeleteSamplesReq = Static<typeof DeleteSamplesReq>

/** What a client sends to label one sample. */
export const SampleLabels = partial({
  labels: SampleLabelList,
  metadata: SampleMetadataChange,
  sample_id: string(),
  sample_type: code(SampleType),
  sample_usage: word(SAMPLE_USAGES),
  source: string('As returned by the sample list; not used.'),
  worker_id: string('Member whose labels are set.'),
  muster: partial({ revision: count('Revision that the change began with; with another one by now the item fails.') }),
})
export type SampleLabels = Static<typeof SampleLabels>

export const UpdateSamplesReq = partial({
  email: string('Member on whose behalf the labels are set.'),
  samples: Type.Array(SampleLabels),
})
export type UpdateSamplesReq = Static<typeof UpdateSamplesReq>

/** Values by which the samples of a dataset can be searched. */
export const ListSearchResp = partial({
  labelers: Type.Array(string(), { description: 'human/<domain>/<user> or human/<e-mail>.' }),
  labels: Type.Array(Label),
  metadata: mapOf(Type.Array(string()), 'Known values per metadata key.'),
})
export type ListSearchResp = Static<typeof ListSearchResp>

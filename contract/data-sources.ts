import { type Static, Type } from 'typebox'
import { DataSourceType } from './codes.ts'
import { boolean, code, partial, string, word } from './schema.ts'

export const SchemaMap = partial({
  dest_name: string(),
  src_name: string(),
})
export type SchemaMap = Static<typeof SchemaMap>

/** Where a table comes from when it does not come from object storage. */
export const SourceInfo = partial({
  cluster_id: string(),
  cluster_mode: word(['0', '1'], { description: '0: normal cluster; 1: security cluster.' }),
  cluster_name: string(),
  database_name: string(),
  input: string('HDFS path of a table.'),
  ip: string(),
  port: string(),
  queue_name: string(),
  subnet_id: string(),
  table_name: string(),
  user_name: string('Needed for GaussDB(DWS).'),
  user_password: string('Needed for GaussDB(DWS).'),
  vpc_id: string(),
})
export type SourceInfo = Static<typeof SourceInfo>

export const DataSource = partial({
  data_path: string('/bucket/folder/ or obs://bucket/folder/.'),
  data_type: code(DataSourceType, { default: DataSourceType.objectStorage }),
  schema_maps: Type.Array(SchemaMap),
  source_info: SourceInfo,
  with_column_header: boolean('the first row holds column names; table datasets only'),
})
export type DataSource = Static<typeof DataSource>

const separator = "^(\\\\?[A-Za-z0-9!@#$%^&*_=|?/':.;,\\t])?$"

/** How labels stand in text files: one character parts the text from its labels, another the labels. */
export const LabelFormat = partial({
  label_type: word(['0', '1'], {
    default: '1',
    description: '0: labels in a second file ending in _result; 1: text and labels in one file.',
  }),
  text_label_separator: Type.String({
    pattern: separator,
    default: ',',
    description: 'Between labels: one character, escaped by a backslash if need be.',
  }),
  text_sample_separator: Type.String({
    pattern: separator,
    default: '\t',
    description: 'Between text and labels: one character or \\t.',
  }),
})
export type LabelFormat = Static<typeof LabelFormat>

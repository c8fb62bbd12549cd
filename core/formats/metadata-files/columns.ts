/** Names the file, from the folder of the list. */
export const fileColumn = 'file_name'
/** All labels of a file that has several. */
export const labelsColumn = 'labels'

/** The column of the label: `label` unless `label_column` says otherwise. */
export function labelColumnOf({ label_column }: { [option: string]: unknown }): string {
  return typeof label_column === 'string' && label_column !== '' ? label_column : 'label'
}

/** Whether a column holds metadata of a sample. Keys that mean something here are no columns. */
export function isMetadata(column: string, label: string): boolean {
  return ![fileColumn, labelsColumn, label, ''].includes(column) && !column.startsWith('@')
}

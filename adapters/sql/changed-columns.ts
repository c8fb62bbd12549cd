/**
 * Those of `columns` in which at least one row differs from what it was. SQLite writes the indexes of every column that a
 * statement sets, also when the value stays the same.
 */
export function changedColumns<Column extends string, Row extends { [C in Column]: unknown }>(
  columns: readonly Column[],
  changes: readonly { before: Row; after: Row }[],
): Column[] {
  return columns.filter((column) => changes.some(({ before, after }) => before[column] !== after[column]))
}

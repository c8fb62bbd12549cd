/** What stands between the cells of a table file, by its name; undefined: Parquet, which has columns of its own and no lines. */
export function separatorOf(path: string): ',' | '\t' | undefined {
  if (/\.parquet$/i.test(path)) return undefined
  return /\.tsv$/i.test(path) ? '\t' : ','
}

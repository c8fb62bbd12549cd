/** A row of a table file: the line it begins at, from 1, and its cells; or the end of a sentence about what is wrong. */
export type TableRow = { line: number } & ({ cells: string[] } | { problem: string })

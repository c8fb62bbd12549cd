const PAGE = 100

/** All rows of a list that comes in pages. What is added or deleted meanwhile may come twice or not at all. */
export async function readPages<Row>(
  read: (page: { offset: number; limit: number }) => Promise<{ rows: readonly Row[]; total: number }>,
): Promise<Row[]> {
  const all: Row[] = []
  for (let offset = 0; ; offset++) {
    const { rows, total } = await read({ offset, limit: PAGE })
    all.push(...rows)
    if (rows.length < PAGE || all.length >= total) return all
  }
}

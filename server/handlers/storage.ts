import { readBlob } from '#adapters/blobs/read-blob.ts'
import { guessEncoding } from '#adapters/files/guess-encoding.ts'
import { decodeText } from '#adapters/files/text.ts'
import { errors } from '#contract/errors.ts'
import type { GuessTableResp, ListFolderResp } from '#contract/ours.ts'
import { formatObjectPath, type ObjectPath, parseObjectPath } from '#core/codecs/object-path.ts'
import { isRefusal } from '#core/refusal.ts'
import { guessColumns } from '#core/tables/guess-columns.ts'
import { headLength } from '#core/tables/head-rows.ts'
import type { Call } from '#server/handler.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'

/** Folders, and files, of one answer. */
const MOST_NAMES = 1000

/** Files that are looked through for a table. */
const MOST_LOOKED = 10_000

/** The buckets, or what lies in a folder; with or without `/` at its end. For whoever looks for a path. */
export async function listFolder({ services, query }: Call<'ListFolder'>): Promise<ListFolderResp> {
  const { blobs } = services
  const spell = ({ folders, files, more }: Awaited<ReturnType<typeof blobs.listBuckets>>, path: string) => ({
    path,
    folders: folders.map((name) => ({ name })),
    files,
    more,
  })
  if (query.path === '' || query.path === '/') return spell(await blobs.listBuckets(MOST_NAMES), '/')
  const folder = readFolder(query.path)
  return spell(await blobs.listFolder(folder.bucket, folder.key, MOST_NAMES), formatObjectPath(folder, 'slash'))
}

/**
 * The columns of a table that is still to be made, guessed from the first 64 KiB of its first CSV file. E4312 where there is none,
 * E4396 where that is no text.
 */
export async function guessTableSchema({ services, query }: Call<'GuessTableSchema'>): Promise<GuessTableResp> {
  const folder = readFolder(query.path)
  const table = await findTable(services, folder)
  const bytes = await readBlob(services.blobs, table.bucket, table.key, { range: { offset: 0, length: headLength } })
  const path = formatObjectPath(table, 'slash')
  const isWhole = table.size <= headLength
  // The last line may be cut within a character.
  const lines = isWhole ? bytes : bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1)
  const decoded = decodeText(lines, guessEncoding(bytes))
  if ('problem' in decoded) throw errors.parameterInvalid(`path: ${path} ${decoded.problem}`)
  const columns = guessColumns({ text: decoded.text, isWhole }, { hasHeader: query.with_column_header === true })
  return {
    path,
    schema: columns.map((column, index) => ({ schema_id: index + 1, ...column })),
  }
}

async function findTable({ blobs }: Services, { bucket, key }: ObjectPath) {
  let looked = 0
  for await (const page of blobs.listBlobs(bucket, { prefix: key })) {
    const found = page.find((one) => one.key.toLowerCase().endsWith('.csv'))
    if (found) return { bucket, ...found }
    looked += page.length
    if (looked >= MOST_LOOKED) break
  }
  throw errors.pathNotFound('path: no CSV file is found in this folder.')
}

/** With or without `/` at its end. */
function readFolder(text: string): ObjectPath {
  const path = parseObjectPath(text)
  if (isRefusal(path)) throw refuse(path)
  const { bucket, key } = path
  return { bucket, key: key === '' || key.endsWith('/') ? key : `${key}/` }
}

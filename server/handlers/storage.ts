import type { ListFolderResp } from '#contract/ours.ts'
import { formatObjectPath, parseObjectPath } from '#core/codecs/object-path.ts'
import { isRefusal } from '#core/refusal.ts'
import type { Call } from '#server/handler.ts'
import { refuse } from '#server/refuse.ts'

/** Folders, and files, of one answer. */
const MOST_NAMES = 1000

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
  const path = parseObjectPath(query.path)
  if (isRefusal(path)) throw refuse(path)
  const { bucket, key } = path
  const folder = { bucket, key: key === '' || key.endsWith('/') ? key : `${key}/` }
  return spell(await blobs.listFolder(bucket, folder.key, MOST_NAMES), formatObjectPath(folder, 'slash'))
}

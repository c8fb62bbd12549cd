import type { DatasetRow, DatasetVersionRow } from '#adapters/sql/tables.ts'
import { type ObjectPath, parseObjectPath } from '#core/codecs/object-path.ts'
import { isRefusal } from '#core/refusal.ts'
import { refuse } from '#server/refuse.ts'

/** Where the files of a version lie (formats 9). Folders end in `/`. */
export type VersionFiles = {
  bucket: string
  /** Key of the folder of the version. */
  folder: string
  /** Name of its manifest in that folder. */
  manifest: string
  /** Key of the state that switching to the version restores (D14). */
  state: string
  /** Key of the folder of copied files. */
  data: string
}

export function versionFiles(
  dataset: DatasetRow,
  { version_name }: Pick<DatasetVersionRow, 'version_name'>,
): VersionFiles {
  const { bucket, key } = folderOfVersions(dataset)
  const folder = `${key}${version_name}/`
  return {
    bucket,
    folder,
    manifest: `${version_name}.manifest`,
    state: `${folder}${version_name}.state.gz`,
    data: `${folder}data/`,
  }
}

/** Where the folders of all versions of a dataset lie. */
export function folderOfVersions({ inner_work_path }: DatasetRow): ObjectPath {
  const path = parseObjectPath(inner_work_path)
  if (isRefusal(path)) throw refuse(path)
  return { ...path, key: `${path.key}annotation/` }
}

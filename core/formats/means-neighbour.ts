import type { ReadFiles } from './files.ts'
import { baseName, folderOf, withoutEnding } from './paths.ts'

/**
 * Whether an annotation beside a file is that of its neighbour: `a.xml` stands by `a.jpg` and by `a.png`, and names the
 * second. Names that fit nothing here are passed over (formats 5).
 */
export async function meansNeighbour(files: ReadFiles, path: string, filename: string | undefined): Promise<boolean> {
  if (filename === undefined || filename === baseName(path) || filename.includes('/')) return false
  const named = `${folderOf(path)}${filename}`
  const stems = [withoutEnding(path), path]
  const isNear = named === stems[0] || stems.includes(withoutEnding(named))
  return isNear && (await files.has(named))
}

import type { ReadFiles } from '#core/formats/files.ts'
import { baseName, folderOf, withoutEnding } from '#core/formats/paths.ts'

/** Where the annotation of a file may stand: `x.xml`, or `x.jpg.xml` where another file has the same stem. */
export function namesBeside(path: string): string[] {
  return [...new Set([`${withoutEnding(path)}.xml`, `${path}.xml`])]
}

/**
 * Gives every file the first name that no other has. Only the names given are kept, so a million samples cost some
 * hundred megabytes at most.
 */
export class OwnNames {
  readonly #taken = new Set<string>()

  take(names: readonly string[]): string | undefined {
    const free = names.find((name) => !this.#taken.has(name))
    if (free !== undefined) this.#taken.add(free)
    return free
  }
}

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

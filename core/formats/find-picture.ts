import { faultOfKey } from '#core/codecs/object-path.ts'
import { decodeAddress } from './decode-address.ts'
import type { ReadFiles } from './files.ts'
import { baseName, folderOf } from './paths.ts'

type Found = { found: string; problem?: undefined } | { problem: string; found?: undefined }

/**
 * Finds the pictures that documents name. The usual places are tried first; then a file of that base name, if there is but
 * one (formats 11), for which the base names of all pictures of the tree are kept.
 */
export class PictureFinder {
  readonly #files: ReadFiles
  readonly #isSample: (path: string) => boolean
  /** The folder under which the last picture of a document was; another one may have pictures of the same names. */
  #last: { document: string; folder: string } | undefined
  /** null: there are two of that name. */
  #byName: Map<string, string | null> | undefined

  constructor(files: ReadFiles, isSample: (path: string) => boolean) {
    this.#files = files
    this.#isSample = isSample
  }

  /**
   * Where no picture is called so, the name may be one of an address: `a%20b.jpg`. `first`: a folder, ending in `/`, that goes before the
   * usual ones.
   */
  async find(document: string, named: string, first?: string): Promise<Found> {
    const found = await this.#find(document, named, first)
    const decoded = decodeAddress(named)
    if (found.problem === undefined || decoded === named) return found
    const other = await this.#find(document, decoded, first)
    return other.problem === undefined ? other : found
  }

  async #find(document: string, named: string, first: string | undefined): Promise<Found> {
    const parts = named.replaceAll('\\', '/').split('/')
    const below = parts.filter((part) => part !== '' && part !== '.')
    if (below.length > 0 && !below.includes('..')) {
      const last = this.#last?.document === document ? this.#last.folder : undefined
      for (const folder of new Set([first, last, ...usualFolders(document)])) {
        if (folder === undefined) continue
        const path = `${folder}${below.join('/')}`
        if (faultOfKey(path) !== undefined || !(await this.#files.has(path))) continue
        this.#last = { document, folder }
        return { found: path }
      }
    }
    this.#byName ??= await this.#readNames()
    const found = this.#byName.get(below.at(-1) ?? '')
    if (found === null) return { problem: 'there is more than once' }
    return found === undefined ? { problem: 'is missing' } : { found }
  }

  async #readNames(): Promise<Map<string, string | null>> {
    const names = new Map<string, string | null>()
    for await (const { path } of this.#files.list()) {
      if (!this.#isSample(path)) continue
      const name = baseName(path)
      names.set(name, names.has(name) ? null : path)
    }
    return names
  }
}

/** `images/` beside the folder of the document, that folder, and the top. */
function usualFolders(document: string): string[] {
  const own = folderOf(document)
  const above = folderOf(own.slice(0, -1))
  return [`${above}images/`, `${own}images/`, own, above, 'images/', '']
}

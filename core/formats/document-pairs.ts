import { decodeAddress } from './decode-address.ts'
import type { ReadFiles } from './files.ts'
import { baseName, withoutEnding } from './paths.ts'

/**
 * Which document goes with which picture: the one beside it, or, where documents lie in folders of their own, the only
 * one of its name for the only picture of that name. The names of all documents and pictures of the tree are kept.
 */
export class DocumentPairs {
  /** By what is before the ending. */
  readonly #documents = new Map<string, string>()
  readonly #pictures = new Set<string>()
  /** Those that have nothing beside them, by the name alone; null: there are two. */
  readonly #loneDocuments = new Map<string, string | null>()
  readonly #lonePictures = new Map<string, string | null>()

  /** `ending` of the documents, as `.json`. */
  static async read(
    files: ReadFiles,
    { isSample, ending }: { isSample(path: string): boolean; ending: string },
  ): Promise<DocumentPairs> {
    const pairs = new DocumentPairs()
    for await (const { path } of files.list()) {
      const stem = withoutEnding(path)
      if (path.toLowerCase().endsWith(ending)) pairs.#documents.set(stem, path)
      else if (isSample(path)) pairs.#pictures.add(stem)
    }
    for (const [stem, path] of pairs.#documents) if (!pairs.#pictures.has(stem)) add(pairs.#loneDocuments, stem, path)
    for (const stem of pairs.#pictures) if (!pairs.#documents.has(stem)) add(pairs.#lonePictures, stem, stem)
    return pairs
  }

  documentOf(picture: string): string | undefined {
    return this.#documents.get(withoutEnding(picture)) ?? this.#elsewhere(picture) ?? undefined
  }

  /** Whether a document goes with no picture. */
  isAlone(document: string): boolean {
    return !this.#pictures.has(withoutEnding(document)) && this.#elsewhere(document) == null
  }

  #elsewhere(path: string): string | null | undefined {
    const name = nameOf(withoutEnding(path))
    return this.#lonePictures.get(name) == null ? undefined : this.#loneDocuments.get(name)
  }
}

function add(lone: Map<string, string | null>, stem: string, path: string): void {
  const name = nameOf(stem)
  lone.set(name, lone.has(name) ? null : path)
}

/** Label Studio calls documents like addresses: `a%20b`. */
function nameOf(stem: string): string {
  return decodeAddress(baseName(stem))
}

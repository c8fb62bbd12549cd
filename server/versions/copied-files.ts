import type { BlobWriteFiles } from '#adapters/files/blob-write-files.ts'
import { FreePaths } from '#core/formats/free-paths.ts'
import { belowRoot } from '#core/formats/paths.ts'
import type { SampleRecord } from '#core/formats/record.ts'

/** Copies the files of samples into a folder of a tree, each under its path below the input path (`export_images`, formats 9). */
export class CopiedFiles {
  readonly #files: BlobWriteFiles
  readonly #folder: string
  readonly #input: string
  readonly #paths = new FreePaths()

  /** `folder` in the tree, `input` from the top of the store; both end in `/`. */
  constructor(files: BlobWriteFiles, { folder, input }: { folder: string; input: string }) {
    this.#files = files
    this.#folder = folder
    this.#input = input
  }

  /** The path of the copy in the tree. */
  async take({ path }: SampleRecord): Promise<string> {
    const own = path.startsWith(this.#input) ? path.slice(this.#input.length) : belowRoot(path)
    const copy = this.#paths.take(`${this.#folder}${own}`)
    await this.#files.copy(path, copy)
    return copy
  }
}

import type { BlobWriteFiles } from '#adapters/files/blob-write-files.ts'
import { FreePaths } from '#core/formats/free-paths.ts'
import { belowRoot } from '#core/formats/paths.ts'
import type { SampleRecord } from '#core/formats/record.ts'
import { keys } from '#core/labels/property-keys.ts'

/** Copies the files of samples into a folder of a tree, each under its path below the input path (`export_images`, formats 9). */
export class CopiedFiles {
  readonly #files: BlobWriteFiles
  readonly #folder: string
  readonly #input: string
  readonly #videos: ReadonlySet<string>
  readonly #paths = new FreePaths()
  /** Where the videos go: the first of the key frames of one may come before it. */
  readonly #places = new Map<string, string>()

  /** `folder` in the tree, `input` from the top of the store; both end in `/`. `videos`: those that come into the tree, from there too. */
  constructor(
    files: BlobWriteFiles,
    { folder, input, videos }: { folder: string; input: string; videos: ReadonlySet<string> },
  ) {
    this.#files = files
    this.#folder = folder
    this.#input = input
    this.#videos = videos
  }

  /** The record under the path of its copy in the tree; a key frame names the copy of its video. */
  async take(record: SampleRecord): Promise<SampleRecord> {
    const path = this.#place(record.path)
    await this.#files.copy(record.path, path)
    const { [keys.parentSource]: video } = record.metadata
    if (typeof video !== 'string' || !this.#videos.has(video)) return { ...record, path }
    return { ...record, path, metadata: { ...record.metadata, [keys.parentSource]: this.#place(video) } }
  }

  #place(path: string): string {
    const known = this.#places.get(path)
    if (known !== undefined) return known
    const own = path.startsWith(this.#input) ? path.slice(this.#input.length) : belowRoot(path)
    const copy = this.#paths.take(`${this.#folder}${own}`)
    if (this.#videos.has(path)) this.#places.set(path, copy)
    return copy
  }
}

import type { BlobStore } from '#adapters/blobs/blob-store.ts'
import { BlobWriteFiles } from '#adapters/files/blob-write-files.ts'
import { formatObjectPath, type ObjectPath } from '#core/codecs/object-path.ts'
import { FreePaths } from '#core/formats/free-paths.ts'
import { belowRoot } from '#core/formats/paths.ts'
import type { SampleRecord } from '#core/formats/record.ts'
import { keys } from '#core/labels/property-keys.ts'

type Tree = {
  target: ObjectPath
  input: ObjectPath
  flat: boolean
  copy_files: boolean
  /** Paths from the top of the store of the videos that come into the tree. */
  videos: ReadonlySet<string>
}

/** The folder an export writes: it gives every sample its path there, and copies its file to where a format wants it. */
export class TargetTree extends BlobWriteFiles {
  readonly #tree: Tree
  /** Formats with a file beside each sample see to stems themselves. */
  readonly #paths = new FreePaths('path')
  /** Where the videos go. */
  readonly #videos = new Map<string, string>()
  readonly #place: { current: (ObjectPath & { path: string }) | undefined }

  constructor(blobs: BlobStore, tree: Tree) {
    const place: { current: (ObjectPath & { path: string }) | undefined } = { current: undefined }
    super(blobs, {
      bucket: tree.target.bucket,
      prefix: tree.target.key,
      placeOf: (path) => {
        // A format asks for the file of the record that it was given last.
        if (place.current?.path !== path) throw new Error(`${path} is not the file of this sample`)
        return place.current
      },
    })
    this.#tree = tree
    this.#place = place
  }

  /** The record under its path in this tree. All lines of a text file keep the path of the file. */
  place(record: SampleRecord, source: ObjectPath): SampleRecord {
    const whole = formatObjectPath(source, 'slash')
    const path = record.text === undefined ? this.#take(whole) : this.#wanted(whole)
    this.#place.current = { ...source, path }
    const { [keys.parentSource]: video } = record.metadata
    if (typeof video !== 'string' || !this.#tree.videos.has(video)) return { ...record, path }
    return { ...record, path, metadata: { ...record.metadata, [keys.parentSource]: this.#take(video) } }
  }

  /** Where a file goes that lies there from the top of the store. A video goes where the first of its key frames saw it go. */
  #take(whole: string): string {
    const known = this.#videos.get(whole)
    if (known !== undefined) return known
    const path = this.#paths.take(this.#wanted(whole))
    if (this.#tree.videos.has(whole)) this.#videos.set(whole, path)
    return path
  }

  #wanted(whole: string): string {
    const { input, flat } = this.#tree
    const root = formatObjectPath(input, 'slash')
    const own = whole.startsWith(root) ? whole.slice(root.length) : belowRoot(whole)
    return flat ? own.slice(own.lastIndexOf('/') + 1) : own
  }

  override async copy(source: string, path: string): Promise<void> {
    if (this.#tree.copy_files) await super.copy(source, path)
  }
}

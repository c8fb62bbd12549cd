import type { BlobStore } from '#adapters/blobs/blob-store.ts'
import { BlobWriteFiles } from '#adapters/files/blob-write-files.ts'
import type { ObjectPath } from '#core/codecs/object-path.ts'
import { FreePaths } from '#core/formats/free-paths.ts'
import { belowRoot } from '#core/formats/paths.ts'
import type { SampleRecord } from '#core/formats/record.ts'

type Tree = { target: ObjectPath; input: ObjectPath; flat: boolean; copy_files: boolean }

/** The folder an export writes: it gives every sample its path there, and copies its file to where a format wants it. */
export class TargetTree extends BlobWriteFiles {
  readonly #tree: Tree
  /** Formats with a file beside each sample see to stems themselves. */
  readonly #paths = new FreePaths('path')
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
    const { input, flat } = this.#tree
    const isBelow = source.bucket === input.bucket && source.key.startsWith(input.key)
    const own = isBelow ? source.key.slice(input.key.length) : belowRoot(`/${source.bucket}/${source.key}`)
    const wanted = flat ? own.slice(own.lastIndexOf('/') + 1) : own
    const path = record.text === undefined ? this.#paths.take(wanted) : wanted
    this.#place.current = { ...source, path }
    return { ...record, path }
  }

  override async copy(source: string, path: string): Promise<void> {
    if (this.#tree.copy_files) await super.copy(source, path)
  }
}

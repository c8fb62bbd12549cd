import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { BlobInfo } from '#adapters/blobs/blob-store.ts'
import { readBlob } from '#adapters/blobs/read-blob.ts'
import { FolderCache } from '#adapters/files/folder-cache.ts'
import { readFromBlob } from '#adapters/files/header-reader.ts'
import { probeImage } from '#adapters/files/image-size.ts'
import { sniffContentType, sniffLength } from '#adapters/files/sniff.ts'
import type { ImageWork } from '#adapters/images/image-work.ts'
import { BadImage, TooManyWaiting } from '#adapters/images/image-workers.ts'
import { errors } from '#contract/errors.ts'
import type { ImageFormat, ImageProcess } from '#core/codecs/image-process.ts'
import { planResize } from '#core/codecs/image-resize.ts'
import { LARGEST_IMAGE } from '#server/limits.ts'
import type { Services } from '#server/services.ts'

type ImageFile = { bucket: string; info: BlobInfo }

/** Room for results on the disk, in bytes. */
const CACHE_SIZE = 1024 * 1024 * 1024
/** Pictures remembered as bad, so that each is tried once. */
const MOST_BAD = 1000
/** Another number whenever results come to look different. */
const VERSION = 1

/** Formats in which a browser keeps what the picture has; of the others the nearest. */
const formatOf: Record<string, ImageFormat> = {
  'image/jpeg': 'jpg',
  'image/tiff': 'jpg',
  'image/webp': 'webp',
  'image/avif': 'webp',
}

/**
 * Images as `process_parameter` wants them. A result is made once: who asks meanwhile waits for the same work, who asks
 * later gets it from a folder in MUSTER_DATA that may be deleted at any time.
 */
export class ShownImages {
  readonly #services: Services
  readonly #cache: FolderCache
  readonly #underWay = new Map<string, Promise<Uint8Array>>()
  readonly #bad = new Map<string, string>()

  constructor(services: Services) {
    this.#services = services
    this.#cache = new FolderCache(join(services.config.dataFolder, 'cache', 'images'), CACHE_SIZE)
  }

  /** Names a result: another file or another wish has another key. */
  keyOf({ bucket, info: { key, size, mtime } }: ImageFile, process: ImageProcess): string {
    const parts = JSON.stringify([VERSION, bucket, key, size, mtime, process])
    return createHash('sha256').update(parts).digest('hex')
  }

  /** The bytes of a result. Refuses with E4421 a picture of which it cannot be made, with E4206 when too many wait. */
  async load(key: string, file: ImageFile, process: ImageProcess): Promise<Uint8Array> {
    const bad = this.#bad.get(key)
    if (bad !== undefined) throw cannotShow(bad)
    const kept = await this.#cache.read(key)
    if (kept) return kept
    const begun = this.#underWay.get(key)
    if (begun) return begun
    const made = this.#make(key, file, process).finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, made)
    return made
  }

  async #make(key: string, file: ImageFile, process: ImageProcess): Promise<Uint8Array> {
    try {
      const bytes = await this.#services.images.run(() => this.#prepare(file, process))
      await this.#cache.write(key, bytes).catch((error) => console.error('A small image was not kept:', error))
      return bytes
    } catch (error) {
      if (error instanceof TooManyWaiting) throw errors.tooManyRequests()
      if (!(error instanceof BadImage)) throw error
      if (this.#bad.size >= MOST_BAD) this.#bad.clear()
      this.#bad.set(key, error.message)
      throw cannotShow(error.message)
    }
  }

  async #prepare({ bucket, info }: ImageFile, { resize, format, quality }: ImageProcess): Promise<ImageWork> {
    const { blobs } = this.#services
    if (info.size > LARGEST_IMAGE) throw new BadImage(`is larger than ${LARGEST_IMAGE / 2 ** 20} MiB`)
    const probe = await probeImage(readFromBlob(blobs, bucket, info.key))
    if (probe.size === null) throw new BadImage(probe.reason)
    const plan = resize && planResize(resize, probe.size)
    if (resize && !plan) throw new BadImage('would become too large')
    const bytes = await readBlob(blobs, bucket, info.key, { maxBytes: LARGEST_IMAGE })
    const type = sniffContentType(bytes.subarray(0, sniffLength))
    return {
      bytes,
      type,
      // Browsers leave WebP as it is stored, so its size is recorded like that (docs/decisions.md).
      upright: type !== 'image/webp',
      format: format ?? formatOf[type] ?? 'png',
      ...(quality && { quality }),
      ...(plan && { resize: { ...plan, color: resize!.color } }),
    }
  }
}

function cannotShow(reason: string) {
  return errors.sampleUnreadable(`The image ${reason}.`)
}

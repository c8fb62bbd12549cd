import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { FolderCache } from '#adapters/files/folder-cache.ts'
import { BadImage, TooManyWaiting } from '#adapters/images/image-workers.ts'
import { errors } from '#contract/errors.ts'
import { boxOfTile, type Tile } from '#core/codecs/image-parts.ts'
import type { Services } from '#server/services.ts'
import { type ImageFile, type ImageWish, prepareImage, sizeOfImage } from './prepare-image.ts'

/** Room for results on the disk, in bytes. */
const CACHE_SIZE = 1024 * 1024 * 1024
/** Pictures remembered as bad, so that each is tried once. */
const MOST_BAD = 1000
/** Another number whenever results come to look different. */
const VERSION = 1

/**
 * Images as they are wished. A result is made once: who asks meanwhile waits for the same work, who asks later gets it from a
 * folder in MUSTER_DATA that may be deleted at any time. Tiles are made by rows, for most of the work is to get down to them.
 */
export class ShownImages {
  readonly #services: Services
  readonly #cache: FolderCache
  readonly #underWay = new Map<string, Promise<Uint8Array[]>>()
  readonly #bad = new Map<string, string>()

  constructor(services: Services) {
    this.#services = services
    this.#cache = new FolderCache(join(services.config.dataFolder, 'cache', 'images'), CACHE_SIZE)
  }

  /** Names a result: another file or another wish has another key. */
  keyOf({ bucket, info: { key, size, mtime, etag } }: ImageFile, wish: ImageWish): string {
    const parts = JSON.stringify([VERSION, bucket, key, size, mtime, etag, wish])
    return createHash('sha256').update(parts).digest('hex')
  }

  /** The bytes of a result. Refuses with E4421 a picture of which it cannot be made, with E4206 when too many wait. */
  async load(key: string, file: ImageFile, wish: ImageWish): Promise<Uint8Array> {
    const tile = tileOf(wish)
    // The first tile of a row stands for the work on all of them.
    const work = tile ? this.keyOf(file, { part: { column: 0, row: tile.row } }) : key
    const bad = this.#bad.get(work)
    if (bad !== undefined) throw cannotShow(bad)
    const kept = await this.#cache.read(key)
    if (kept) return kept
    // Before any work is done: what there is not could be asked for again and again.
    if (tile) await this.#findTile(file, tile)
    const begun = this.#underWay.get(work) ?? this.#begin(work, file, wish)
    return (await begun)[tile?.column ?? 0]!
  }

  #begin(work: string, file: ImageFile, wish: ImageWish): Promise<Uint8Array[]> {
    const made = this.#make(work, file, wish).finally(() => this.#underWay.delete(work))
    this.#underWay.set(work, made)
    return made
  }

  async #make(work: string, file: ImageFile, wish: ImageWish): Promise<Uint8Array[]> {
    const { images, blobs } = this.#services
    try {
      const results = await images.run(() => prepareImage(blobs, file, wish))
      const tile = tileOf(wish)
      const keyAt = (column: number) => (tile ? this.keyOf(file, { part: { column, row: tile.row } }) : work)
      await this.#keep(results.map((bytes, index) => [keyAt(index), bytes]))
      return results
    } catch (error) {
      if (error instanceof BadImage) {
        if (this.#bad.size >= MOST_BAD) this.#bad.clear()
        this.#bad.set(work, error.message)
      }
      throw refusalOf(error)
    }
  }

  async #keep(results: readonly (readonly [key: string, bytes: Uint8Array])[]): Promise<void> {
    try {
      for (const [key, bytes] of results) await this.#cache.write(key, bytes)
    } catch (error) {
      console.error('A small image was not kept:', error)
    }
  }

  async #findTile(file: ImageFile, tile: Tile): Promise<void> {
    const size = await sizeOfImage(this.#services.blobs, file).catch((error) => {
      throw refusalOf(error)
    })
    if (!boxOfTile(tile, size)) throw cannotShow('has no such tile')
  }
}

function tileOf(wish: ImageWish): Tile | undefined {
  return 'part' in wish && wish.part !== 'overview' ? wish.part : undefined
}

function refusalOf(error: unknown): unknown {
  if (error instanceof TooManyWaiting) return errors.tooManyRequests()
  return error instanceof BadImage ? cannotShow(error.message) : error
}

function cannotShow(reason: string) {
  return errors.sampleUnreadable(`The image ${reason}.`)
}

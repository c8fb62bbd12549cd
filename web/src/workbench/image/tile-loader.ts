import type { Tile } from '#core/codecs/image-parts.ts'
import { writeImagePart } from '#core/codecs/image-parts.ts'

/** Tiles that nobody looks at any more are kept up to this many: some 130 MB. */
const MOST_KEPT = 32
/** The server makes few pictures at once; a row comes with its first tile. */
const AT_ONCE = 4

/** One that failed is asked for again after this time, in milliseconds, when it is still wanted: the server may be back. */
const REST = 15_000

/** Loads one tile; a door of its own, so that the order can be tested without a server. */
type LoadTile<Bitmap> = (tile: Tile, signal: AbortSignal) => Promise<Bitmap>

/**
 * The tiles of one picture: those wanted now are loaded, a few at a time and in their order, and the ones looked at last are
 * kept. Where one fails the overview stays in its place.
 */
export class TileLoader<Bitmap extends { close(): void }> {
  /** Called when a tile has come. */
  onTile: () => void = () => {}
  readonly #load: LoadTile<Bitmap>
  /** The one looked at last is the last. */
  readonly #kept = new Map<string, Bitmap>()
  /** When. */
  readonly #failed = new Map<string, number>()
  readonly #now: () => number
  readonly #underWay = new Set<string>()
  readonly #leaving = new AbortController()
  #wanted: readonly Tile[] = []

  constructor(load: LoadTile<Bitmap>, now = () => performance.now()) {
    this.#load = load
    this.#now = now
  }

  /** Says which tiles are wanted, the most urgent first; those that are not there yet come later. */
  want(tiles: readonly Tile[]): void {
    this.#wanted = tiles
    for (const tile of tiles.toReversed()) {
      const key = writeImagePart(tile)
      const bitmap = this.#kept.get(key)
      if (bitmap === undefined) continue
      this.#kept.delete(key)
      this.#kept.set(key, bitmap)
    }
    this.#loadNext()
  }

  get(tile: Tile): Bitmap | undefined {
    return this.#kept.get(writeImagePart(tile))
  }

  /** Gives back all memory and loads no more. */
  close(): void {
    this.#leaving.abort()
    this.#wanted = []
    for (const bitmap of this.#kept.values()) bitmap.close()
    this.#kept.clear()
  }

  #loadNext(): void {
    for (const tile of this.#wanted) {
      if (this.#underWay.size >= AT_ONCE) return
      const key = writeImagePart(tile)
      if (!this.#kept.has(key) && !this.#rests(key) && !this.#underWay.has(key)) void this.#begin(tile, key)
    }
  }

  #rests(key: string): boolean {
    return this.#now() < (this.#failed.get(key) ?? Number.NEGATIVE_INFINITY) + REST
  }

  async #begin(tile: Tile, key: string): Promise<void> {
    this.#underWay.add(key)
    const { signal } = this.#leaving
    try {
      const bitmap = await this.#load(tile, signal)
      if (signal.aborted) return bitmap.close()
      this.#kept.set(key, bitmap)
      this.#drop()
      this.onTile()
    } catch {
      this.#failed.set(key, this.#now())
    } finally {
      this.#underWay.delete(key)
    }
    if (!signal.aborted) this.#loadNext()
  }

  /** Never one that is wanted, however many those are. */
  #drop(): void {
    const wanted = new Set(this.#wanted.map(writeImagePart))
    for (const [key, bitmap] of this.#kept) {
      if (this.#kept.size <= MOST_KEPT) return
      if (wanted.has(key)) continue
      this.#kept.delete(key)
      bitmap.close()
    }
  }
}

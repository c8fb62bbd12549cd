import type { ImageFormat } from '#core/codecs/image-process.ts'
import type { ResizePlan } from '#core/codecs/image-resize.ts'
import type { Pixels } from '#core/formats/files.ts'

/** What is to be made of one picture; its first frame counts. */
export type ImageWork = {
  bytes: Uint8Array
  /** The type that sniffing gave. */
  type: string
  /** Turned as EXIF asks before anything else is done. */
  upright: boolean
  resize?: ResizePlan & { color: string }
  /** Instead of resizing it. */
  tiles?: Tiles
  format: ImageFormat
  quality?: number
}

/** Cut out of the picture as it is: a strip over its whole width, in tiles of this side beside each other. */
export type Tiles = { top: number; width: number; height: number; side: number }

/** A picture of indices that is to be decoded. */
export type MaskWork = { mask: Uint8Array }

/** Between the server and its child, which does one work after the other. */
export type ToChild = ImageWork | MaskWork
export type FromChild = { made: MadeOf<ToChild> } | { reason: string }
export type MadeOf<Work extends ToChild> = Work extends MaskWork ? Pixels : Uint8Array[]

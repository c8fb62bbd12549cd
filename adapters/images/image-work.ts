import type { ImageFormat } from '#core/codecs/image-process.ts'
import type { ResizePlan } from '#core/codecs/image-resize.ts'

/** What is to be made of one picture; its first frame counts. */
export type ImageWork = {
  bytes: Uint8Array
  /** The type that sniffing gave. */
  type: string
  /** Turned as EXIF asks before anything else is done. */
  upright: boolean
  resize?: ResizePlan & { color: string }
  format: ImageFormat
  quality?: number
}

/** Between the server and its child, which does one work after the other. */
export type ToChild = ImageWork
export type FromChild = { bytes: Uint8Array } | { reason: string }

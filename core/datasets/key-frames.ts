import { DatasetType } from '#contract/codes.ts'
import type { Metadata } from '#core/labels/metadata.ts'
import { keys } from '#core/labels/property-keys.ts'

/**
 * The video of which a sample is a key frame, as its record names it; undefined where the sample stands for itself. Datasets of videos
 * alone have key frames (formats 3.5).
 */
export function videoOf(dataset_type: number, metadata: Readonly<Metadata>): string | undefined {
  const video = metadata[keys.parentSource]
  return dataset_type === DatasetType.video && typeof video === 'string' ? video : undefined
}

/** What the metadata of a key frame says of its place in its video, which it keeps whatever becomes of its labels. */
export function placeInVideo(metadata: Readonly<Metadata>): Metadata {
  return Object.fromEntries(PLACE_KEYS.flatMap((key) => (key in metadata ? [[key, metadata[key]]] : [])))
}

/**
 * Whether a key says of which video a sample is a key frame. That is settled as the sample comes in: what is sent for it later changes
 * nothing, or a video would be published as a frame and a frame as a video.
 */
export function isSettledKey(dataset_type: number, key: string): boolean {
  return dataset_type === DatasetType.video && (key === keys.parentSource || key === keys.parentSampleId)
}

const PLACE_KEYS = [keys.parentSource, keys.parentDuration, keys.timeInVideo] as const

import type { SampleUsage } from '#contract/codes.ts'
import type { SampleLabel } from '#contract/samples.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import { keys } from '#core/labels/property-keys.ts'

/** A label as the wire has it. `creation_time` in epoch milliseconds. */
export type RecordLabel = SampleLabel & { creation_time?: number }

/**
 * One sample between two formats (formats 11): every reader makes it, every writer takes it. What a record does not say
 * is not there; nothing is null.
 */
export type SampleRecord = {
  /**
   * The file of the sample below the root of the tree, `a/b.jpg`, or from the top of the store, `/bucket/a/b.jpg`; for a
   * line of text the file that holds it.
   */
  path: string
  /** Where the file is to be fetched, unless it lies at `path` already. */
  address?: string
  /** The sample stands alone as a line of text: the text, and which line of `path` it is, from 1. */
  text?: string
  line?: number
  /** Only to find a sample of the same dataset again (formats 3.2). */
  id?: string
  usage?: SampleUsage
  /** Pixels of the upright picture and its channels. */
  size?: ImageSize
  /** Milliseconds of sound. */
  duration?: number
  /** In the order of the file; empty = unlabelled, unless the metadata says that nothing is there (`@muster:empty`). */
  labels: RecordLabel[]
  /** The labels still have to be confirmed by a person. */
  unconfirmed?: true
  /** As on the wire, but for the size. */
  metadata: Record<string, unknown>
}

/** A picture that was annotated: without labels somebody looked and found nothing (formats 4). */
export function annotatedPicture(
  path: string,
  { labels, size }: { labels: RecordLabel[]; size?: ImageSize | undefined },
): SampleRecord {
  return { path, ...(size && { size }), labels, metadata: labels.length === 0 ? { [keys.empty]: 1 } : {} }
}

/** Whether somebody looked at a sample and found nothing to label. */
export function isFoundEmpty({ labels, metadata }: SampleRecord): boolean {
  return labels.length === 0 && metadata[keys.empty] === 1
}

/** What could not be read, and where. `reason` is the end of a sentence: "is not valid JSON at character 7". */
export type RecordFault = { path: string; line?: number; reason: string }

/** Where a reading that was interrupted goes on: behind what was read with it. JSON, and opaque to all but its reader. */
export type Cursor = {
  path?: string
  line?: number
  offset?: number
  index?: number
  /** Among the files that no document of the format names. */
  isRest?: true
}

/** `ignored`: read and understood, but not kept, such as a key that has no place here. */
export type ReadRecord = { record: SampleRecord; ignored?: readonly string[] }

export type ReadItem = { cursor: Cursor } & (ReadRecord | { fault: RecordFault })

/** A record and what was ignored in it, if anything was. */
export function withIgnored(record: SampleRecord, ignored: readonly string[]): ReadRecord {
  return { record, ...(ignored.length > 0 && { ignored }) }
}

/**
 * Something that a target cannot hold as it is. `field` says where in the record it stood: `usage`, `metadata.city`,
 * `labels[2]`, `labels[2].score`, `labels[2].property.@modelarts:shape`; empty: the whole record. The record without these fields is what comes
 * back when the target is read (formats 11: the loss report).
 */
export type Loss = { path: string; line?: number; field: string; reason: string }

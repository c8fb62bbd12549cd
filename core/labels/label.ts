/** A label as the database holds it: the name lies behind `label_key`, the property keeps the keys of the wire. */
export type StoredLabel = {
  /** Absent only where a label has no name (speech content, speech paragraph). */
  label_key?: number
  type: number
  id?: string
  /** Confidence, 0..1. */
  score?: number
  /** Kept for video labels alone; what an import brought is answered as it came. */
  annotated_by?: string
  property: Record<string, unknown>
}

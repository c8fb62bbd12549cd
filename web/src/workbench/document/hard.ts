import { decodeCoefficient, decodeFlag, decodeHardReasons, encodeFlag, encodeHardReasons } from '#core/codecs/hard.ts'
import { keys } from '#core/labels/property-keys.ts'
import type { Edit } from './document.ts'
import { setMetadata, setProperty } from './edits.ts'
import type { Content, WorkLabel } from './label.ts'

/** A hard example, as a sample or one of its labels (behaviour 4.5): texts in labels, plain values in metadata. */
export type HardMark = {
  /** How hard, 0..1. */
  readonly coefficient?: number
  /** Ids 0..30. */
  readonly reasons?: readonly number[]
}

/** The mark of a sample; undefined when it is not hard. */
export function hardMarkOfSample({ metadata }: Content): HardMark | undefined {
  const hard = metadata[keys.hard]
  if (hard !== true && hard !== 1) return undefined
  const coefficient = metadata[keys.hardCoefficient]
  const reasons = metadata[keys.hardReasons]
  return {
    ...(typeof coefficient === 'number' && { coefficient }),
    ...(Array.isArray(reasons) && { reasons: reasons as number[] }),
  }
}

/** The mark of a label; undefined when it is not hard. */
export function hardMarkOfLabel({ property }: WorkLabel): HardMark | undefined {
  if (decodeFlag(property[keys.hard]) !== true) return undefined
  const coefficient = decodeCoefficient(property[keys.hardCoefficient])
  const reasons = decodeHardReasons(property[keys.hardReasons])
  return { ...(coefficient !== undefined && { coefficient }), ...(reasons !== undefined && { reasons }) }
}

/** Marks the sample; undefined takes the mark away with all it said. */
export function markSample(mark: HardMark | undefined): Edit {
  return setMetadata({
    [keys.hard]: mark && true,
    [keys.hardCoefficient]: mark?.coefficient,
    [keys.hardReasons]: mark?.reasons,
  })
}

/** Marks labels; undefined takes the mark away with all it said. */
export function markLabels(ids: readonly string[], mark: HardMark | undefined): Edit {
  return setProperty(ids, {
    [keys.hard]: mark && encodeFlag(true),
    [keys.hardCoefficient]: mark?.coefficient?.toString(),
    [keys.hardReasons]: mark?.reasons && encodeHardReasons(mark.reasons),
  })
}

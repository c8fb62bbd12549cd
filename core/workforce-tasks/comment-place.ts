import { SampleType } from '#contract/codes.ts'
import { errors, type Refusal } from '#contract/errors.ts'
import type { CommentPlace } from '#contract/ours.ts'
import { refuseField } from '#core/field-refusal.ts'

/** What a place must fit into; null: nobody knows it. */
export type CommentedSample = {
  sample_type: number
  width: number | null
  height: number | null
  text_length: number | null
}

/**
 * A place by our rules: a point of an image lies in it, its border included; a range of a text covers something of it, in
 * code points with the end excluded (D29). E4396 for a place outside of the sample or of another kind of sample, and for
 * what is both: it fits the contract by one of its halves alone.
 */
export function readCommentPlace(place: CommentPlace, sample: CommentedSample): CommentPlace | Refusal {
  if ('x' in place && 'start' in place) return invalid('x', 'is of a point, start of a range: one of them')
  return 'x' in place ? readPoint(place, sample) : readRange(place, sample)
}

function readPoint({ x, y }: Extract<CommentPlace, { x: number }>, sample: CommentedSample): CommentPlace | Refusal {
  if (sample.sample_type !== SampleType.image) return invalid('x', 'is for images')
  if (sample.width !== null && x > sample.width) return invalid('x', `must be ${sample.width} at most`)
  if (sample.height !== null && y > sample.height) return invalid('y', `must be ${sample.height} at most`)
  return { x, y }
}

function readRange(range: Extract<CommentPlace, { start: number }>, sample: CommentedSample): CommentPlace | Refusal {
  const { start, end } = range
  if (sample.sample_type !== SampleType.text) return invalid('start', 'is for texts')
  if (end <= start) return invalid('end', 'must be greater than start')
  if (sample.text_length !== null && end > sample.text_length) {
    return invalid('end', `must be ${sample.text_length} at most`)
  }
  return { start, end }
}

function invalid(field: string, text: string): Refusal {
  return refuseField(errors.parameterInvalid, ['place', field], text)
}

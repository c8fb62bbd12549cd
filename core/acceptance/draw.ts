import { errors, type Refusal } from '#contract/errors.ts'
import { GENERATOR, indexes, integerBelow, seededRandom, swap } from './random.ts'

/** What StartWorkforceSamplingTask asks for: exactly one of the two. */
export type SamplingRequest = { sampling_num?: number | undefined; sampling_rate?: number | undefined }

/**
 * How many entries of the pool are drawn (behaviour 5.1, D32): the number capped at the pool, or the rate of the pool
 * rounded up. Refuses with E4396 what is not exactly one of the two in its range and with E4625 an empty pool.
 */
export function sampleSize({ sampling_num, sampling_rate }: SamplingRequest, pool: number): number | Refusal {
  if ((sampling_num === undefined) === (sampling_rate === undefined))
    return errors.parameterInvalid.refusal('Exactly one of sampling_num and sampling_rate must be given.')
  if (sampling_num !== undefined && !(Number.isSafeInteger(sampling_num) && sampling_num >= 1))
    return errors.parameterInvalid.refusal('sampling_num: must be a whole number of at least 1.')
  if (sampling_rate !== undefined && !(sampling_rate > 0 && sampling_rate <= 1))
    return errors.parameterInvalid.refusal('sampling_rate: must be greater than 0 and at most 1.')
  if (pool === 0) return errors.nothingToAccept.refusal('No entry of the team task waits for acceptance.')
  return sampling_num === undefined ? shareOf(pool, sampling_rate!) : Math.min(sampling_num, pool)
}

/**
 * The rate of the pool rounded up, at least 1. A tenth of 30 is 3, although 0.1 * 30 is a little more in floating point:
 * what lies within the error of one multiplication above a whole number is that number.
 */
function shareOf(pool: number, rate: number): number {
  const share = rate * pool
  const whole = Math.round(share)
  return Math.max(1, Math.abs(share - whole) <= share * Number.EPSILON ? whole : Math.ceil(share))
}

/** Everything somebody needs to draw again. */
export type Draw = { pool: number; size: number; seed: string }

/**
 * Draws `size` of the places 0 to pool - 1 uniformly and without replacement, in the order drawn: the first `size` steps
 * of a shuffle from the first place up. Places count the pool in canonical order (`compareEntries`).
 */
export function drawPlaces({ pool, size, seed }: Draw): Uint32Array {
  if (size > pool) throw new RangeError(`cannot draw ${size} of ${pool}`)
  const random = seededRandom(seed)
  const places = indexes(pool)
  for (let i = 0; i < size; i++) swap(places, i, i + integerBelow(random, pool - i))
  return places.slice(0, size)
}

/** Canonical order of a pool: by sample id, then by worker id, as plain text of hex digits. */
export function compareEntries(
  a: { sample_id: string; worker_id: string },
  b: { sample_id: string; worker_id: string },
): number {
  return compareText(a.sample_id, b.sample_id) || compareText(a.worker_id, b.worker_id)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

const CHUNK = 1000

/**
 * The text whose SHA-256 is the digest of a draw, in chunks, for a hash to take piece by piece: how was drawn, then one
 * line `sample_id worker_id` for every drawn entry, in the order drawn. Lines end in a line feed.
 */
export function* digestText(
  { pool, size, seed }: Draw,
  drawn: Iterable<{ sample_id: string; worker_id: string }>,
): Generator<string> {
  yield `${GENERATOR} seed ${seed}\n${size} of ${pool}\n`
  let lines: string[] = []
  for (const { sample_id, worker_id } of drawn) {
    if (lines.push(`${sample_id} ${worker_id}\n`) < CHUNK) continue
    yield lines.join('')
    lines = []
  }
  if (lines.length > 0) yield lines.join('')
}

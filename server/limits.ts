/** Limits of the wire in one place (behaviour 1 and 4.3); above them calls are refused with ModelArts.0118. */

/** Items of one batch call (D26). */
export const MOST_ITEMS = 10_000

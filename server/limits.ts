/** Limits of the wire in one place (behaviour 1 and 4.3); above them calls are refused with ModelArts.0118. */

/** Items of one batch call (D26). */
export const MOST_ITEMS = 10_000

/** Teams of a project (behaviour 1). */
export const MOST_TEAMS = 1000

/** Unfinished team tasks of a dataset; above that ModelArts.4616 (D50). */
export const MOST_OPEN_TASKS = 20

/** Labelers of a team task (behaviour 1), and so the greatest repetition. */
export const MOST_REPETITION = 100

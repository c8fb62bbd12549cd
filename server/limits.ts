/** Limits of the wire in one place (behaviour 1 and 4.3); above them calls are refused with ModelArts.0118
 * unless it says otherwise. */

/** Largest body of a call, in bytes; above that ModelArts.4104. */
export const LARGEST_BODY = 12 * 1024 * 1024

/** Largest body of a stranger, who has no token yet, in bytes. */
export const LARGEST_BODY_OF_STRANGERS = 64 * 1024

/** Largest body with the preferences of somebody, in bytes. */
export const LARGEST_PREFERENCES = 64 * 1024

/** Items of one batch call (D26). */
export const MOST_ITEMS = 10_000

/** Teams of a project (behaviour 1). */
export const MOST_TEAMS = 1000

/** Members of a team (behaviour 1). */
export const MOST_MEMBERS = 1000

/** Unfinished team tasks of a dataset; above that ModelArts.4616 (D50). */
export const MOST_OPEN_TASKS = 20

/** Labelers, and reviewers, of a team task (behaviour 1); no sample can be labelled more often either. */
export const MOST_OF_A_ROLE = 100

/** Unfinished work on one sample, in bytes. */
export const LARGEST_DRAFT = 1024 * 1024

/** Comments on one entry. */
export const MOST_COMMENTS = 500

/** Largest image that is opened to be shown smaller, and largest that is uploaded, in bytes (formats 2). */
export const LARGEST_IMAGE = 25 * 1024 * 1024

/** Samples that one upload may make of the lines of its texts; more are imported from the store. */
export const MOST_UPLOADED = 100_000

/** Text that one upload may make samples of, in bytes: it is held in memory until it is stored. */
export const MOST_TEXT_UPLOADED = 64 * 1024 * 1024

/** A text that is one sample as a whole, in bytes: a page of a list holds a hundred of them. */
export const LONGEST_TEXT = 1024 * 1024

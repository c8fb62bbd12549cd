import { RATINGS, type Rating } from '#contract/codes.ts'

/**
 * What an entry that becomes ACCEPTED does to the dataset (behaviour 5.4): `write` labels where there were none, `replace`
 * other labels, `keep` other labels of the dataset although the entry differs, or `nothing`.
 */
export type DatasetEffect = 'write' | 'replace' | 'keep' | 'nothing'

export function datasetEffect({
  autoSync,
  sampleExists,
  labelled,
  equal,
  overwrite,
}: {
  /** `auto_sync_dataset` of the task; without it results stay in the task (D19). */
  autoSync: boolean
  sampleExists: boolean
  /** The dataset sample has labels; a prediction alone does not count. */
  labelled: boolean
  /** Its labels equal those of the entry. */
  equal: boolean
  overwrite: boolean
}): DatasetEffect {
  if (!autoSync || !sampleExists) return 'nothing'
  if (!labelled) return 'write'
  if (equal) return 'nothing'
  return overwrite ? 'replace' : 'keep'
}

/** What decides between several accepted entries of one sample. Times in milliseconds. */
export type Candidate = { worker_id: string; check_score: Rating | null; saved: number }

/**
 * The entry that the dataset gets when several of one sample are accepted (D37): the best rating, unrated after D, then
 * the latest save, then the smallest worker id. Throws on an empty list.
 */
export function chooseWinner<Entry extends Candidate>(entries: readonly Entry[]): Entry {
  return entries.reduce((winner, entry) => (compareCandidates(entry, winner) < 0 ? entry : winner))
}

/** Below zero if `a` wins over `b`. */
export function compareCandidates(a: Candidate, b: Candidate): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b)
  if (a.saved !== b.saved) return b.saved - a.saved
  return a.worker_id < b.worker_id ? -1 : a.worker_id > b.worker_id ? 1 : 0
}

function rank({ check_score }: Candidate): number {
  return check_score === null ? RATINGS.length : RATINGS.indexOf(check_score)
}

/**
 * The entries of one sample in the pool with which acceptance meets something different (behaviour 5.5, D36): (a) the
 * dataset has other labels already, or (b) another entry of the sample in the pool has. `datasetLabels` is null when the
 * sample is unlabelled in the dataset; `sameLabels` ignores order, ids and score.
 */
export function conflictsOf<Labels, Entry extends { labels: Labels }>(
  entries: readonly Entry[],
  datasetLabels: Labels | null,
  sameLabels: (a: Labels, b: Labels) => boolean,
): Entry[] {
  return entries.filter(
    (entry) =>
      (datasetLabels !== null && !sameLabels(entry.labels, datasetLabels)) ||
      entries.some((other) => other !== entry && !sameLabels(entry.labels, other.labels)),
  )
}

/** What the addresses of working screens carry after the question mark, read from whatever somebody typed there. */

type Search = Record<string, unknown>

const textOf = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : undefined)

/** Which samples of a dataset are worked on; empty: all. */
export type SampleFilter = { state?: string; label?: string; name?: string }

export function readSampleFilter({ state, label, name }: Search): SampleFilter {
  return cleaned({ state: textOf(state), label: textOf(label), name: textOf(name) })
}

/** Which entries of a team task are worked on, and which of them is open; `worker_id` tells entries of a sample apart. */
export type EntryFilter = { state?: string; sample_id?: string; worker_id?: string }

export function readEntryFilter({ state, sample_id, worker_id }: Search): EntryFilter {
  return cleaned({ state: textOf(state), sample_id: textOf(sample_id), worker_id: textOf(worker_id) })
}

/** Which version is exported; empty: the present state. */
export function readVersionChoice({ version_id }: Search): { version_id?: string } {
  return cleaned({ version_id: textOf(version_id) })
}

function cleaned<Values extends Record<string, string | undefined>>(
  values: Values,
): Partial<Record<keyof Values, string>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
}

/** Reasons that a person gives again and again in a task, as they are kept with the preferences: by task, latest last. */
type Kept = Readonly<Record<string, readonly string[]>>

/** As many as there are digits from 1 on. */
export const MOST_REASONS = 9
const MOST_TASKS = 30

function readKept(kept: unknown): Kept {
  const known = Object.entries(Object(kept) as Record<string, unknown>).flatMap(([task_id, list]) => {
    if (!Array.isArray(list)) return []
    return [[task_id, list.filter((one) => typeof one === 'string').slice(0, MOST_REASONS)] as const]
  })
  return Object.fromEntries(known)
}

/** The reasons of a task; undefined where nobody has chosen any yet. */
export function reasonsOf(kept: unknown, task_id: string): readonly string[] | undefined {
  return readKept(kept)[task_id]
}

/** With the reasons of one task replaced; those of tasks that were not touched for long are let go. */
export function withReasons(kept: unknown, task_id: string, reasons: readonly string[]): Kept {
  const { [task_id]: _, ...others } = readKept(kept)
  const latest = Object.entries(others).slice(1 - MOST_TASKS)
  return Object.fromEntries([...latest, [task_id, [...new Set(reasons)].slice(0, MOST_REASONS)]])
}

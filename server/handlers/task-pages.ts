type PageOfTasks = { offset: number; limit: number; marker?: string }

/** A page of tasks: it begins behind `marker` where one is named, for that is how one client asks (D46). */
export function pageOfTasks<Task extends { task_id?: string }>(
  tasks: readonly Task[],
  { offset, limit, marker }: PageOfTasks,
): Task[] {
  const from = marker === undefined ? offset * limit : tasks.findIndex(({ task_id }) => task_id === marker) + 1
  return tasks.slice(from, from + limit)
}

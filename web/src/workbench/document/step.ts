import type { Content, WorkLabel } from './label.ts'

/** One step of undo: what a gesture changed, in both directions. Plain data, so it survives in a journal as JSON. */
export type Step = {
  /** What was done, a key of the message catalogue: `draw`, `move`, `relabel`. */
  readonly name: string
  /** Edits in a row with the same group are one step: the letters of a word, the pixels of a held arrow key. */
  readonly group?: string
  /** Labels that went, each with its place in the list before; ascending. */
  readonly removed: readonly Placed[]
  /** Labels that came, each with its place in the list after; ascending. */
  readonly added: readonly Placed[]
  readonly changed: readonly (readonly [before: WorkLabel, after: WorkLabel])[]
  /** Ids in the order before and after, when labels that stayed changed their order. */
  readonly order?: readonly [before: readonly string[], after: readonly string[]]
  readonly metadata?: readonly [before: Content['metadata'], after: Content['metadata']]
}

type Placed = readonly [index: number, label: WorkLabel]

/** What leads from one content to another; undefined when nothing differs. Labels that are the same value cost nothing. */
export function stepBetween(name: string, before: Content, after: Content): Step | undefined {
  if (before === after) return undefined
  const old = new Map(before.labels.map((label) => [label.id, label]))
  const now = new Map(after.labels.map((label) => [label.id, label]))
  const changed: [WorkLabel, WorkLabel][] = []
  for (const label of after.labels) {
    const was = old.get(label.id)
    if (was !== undefined && was !== label && !areEqual(was, label)) changed.push([was, label])
  }
  const step: Step = { name, removed: missingFrom(now, before), added: missingFrom(old, after), changed }
  const order = orderBetween(before, after, old, now)
  const metadata = areEqual(before.metadata, after.metadata) ? undefined : ([before.metadata, after.metadata] as const)
  if (step.removed.length + step.added.length + changed.length === 0 && !order && !metadata) return undefined
  return { ...step, ...(order && { order }), ...(metadata && { metadata }) }
}

/** The step back. */
export function inverseOf(step: Step): Step {
  const { removed, added, changed, order, metadata } = step
  return {
    ...step,
    removed: added,
    added: removed,
    changed: changed.map(([before, after]) => [after, before]),
    ...(order && { order: [order[1], order[0]] }),
    ...(metadata && { metadata: [metadata[1], metadata[0]] }),
  }
}

/**
 * Does a step. Where it meets what it was made for, the outcome is exactly the content it was made from; where others
 * have changed the ground meanwhile, it changes the labels it knows and leaves the rest alone.
 */
export function applyStep(content: Content, step: Step): Content {
  const gone = new Set(step.removed.map(([, label]) => label.id))
  const changed = new Map(step.changed.map(([, after]) => [after.id, after]))
  const labels = content.labels.filter(({ id }) => !gone.has(id)).map((label) => changed.get(label.id) ?? label)
  const present = new Set(labels.map(({ id }) => id))
  if (step.order !== undefined) sortBy(labels, step.order[1])
  for (const [index, label] of step.added) {
    if (!present.has(label.id)) labels.splice(index, 0, label)
  }
  return { labels, metadata: step.metadata?.[1] ?? content.metadata }
}

function missingFrom(others: ReadonlyMap<string, WorkLabel>, { labels }: Content): Placed[] {
  return labels.flatMap((label, index): Placed[] => (others.has(label.id) ? [] : [[index, label]]))
}

type ById = ReadonlyMap<string, WorkLabel>

function orderBetween(before: Content, after: Content, old: ById, now: ById): Step['order'] {
  const was = before.labels.map(({ id }) => id).filter((id) => now.has(id))
  const is = after.labels.map(({ id }) => id).filter((id) => old.has(id))
  return was.every((id, index) => id === is[index]) ? undefined : [was, is]
}

/** Labels the order does not know stay behind the one they followed. */
function sortBy(labels: WorkLabel[], order: readonly string[]): void {
  const rank = new Map(order.map((id, index) => [id, index]))
  let last = -1
  const ranks = new Map(
    labels.map((label) => {
      last = rank.get(label.id) ?? last
      return [label.id, last]
    }),
  )
  labels.sort((a, b) => ranks.get(a.id)! - ranks.get(b.id)!)
}

/** Same JSON, whatever the order of keys. */
export function areEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const left = one as Record<string, unknown>
  const right = other as Record<string, unknown>
  const keys = Object.keys(left)
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && areEqual(left[key], right[key]))
  )
}

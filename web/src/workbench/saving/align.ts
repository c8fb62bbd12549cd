import type { Content, WorkLabel } from '#web/workbench/document/label.ts'
import { areEqual } from '#web/workbench/document/step.ts'
import { saySame } from './fields.ts'

/**
 * Gives labels that were read from the server the ids under which the work here knows them. Ids hold as long as everyone
 * writes with the console; clients of the plain wire may send labels without ids, and then a label is known by what it
 * says. A label of theirs that happens to have the id of another one of ours gets a new id.
 */
export function alignIds(theirs: Content, base: Content, mine: Content): Content {
  const open = new Map(base.labels.map((label) => [label.id, label]))
  const added = new Map(mine.labels.filter(({ id }) => !open.has(id)).map((label) => [label.id, label]))
  const ids = new Map<WorkLabel, string>()

  function take(label: WorkLabel, known: Map<string, WorkLabel>, found: WorkLabel | undefined): void {
    if (found === undefined) return
    ids.set(label, found.id)
    known.delete(found.id)
  }
  const unknown = () => theirs.labels.filter((label) => !ids.has(label))
  function matchById(known: Map<string, WorkLabel>, isSame: (label: WorkLabel, other: WorkLabel) => boolean): void {
    for (const label of unknown()) {
      const other = known.get(label.id)
      if (other && isSame(withEnds(label), other)) take(label, known, other)
    }
  }
  function matchAny(known: Map<string, WorkLabel>): void {
    for (const label of unknown()) {
      const like = withEnds(label)
      take(
        label,
        known,
        [...known.values()].find((other) => saySame(like, other)),
      )
    }
  }
  /** A relation says the same when its ends are the same labels, by the ids they have been given so far. */
  function withEnds(label: WorkLabel): WorkLabel {
    if (label.place.kind !== 'relation') return label
    return { ...label, place: { ...label.place, from: renamed(label.place.from), to: renamed(label.place.to) } }
  }
  const byOldId = new Map(theirs.labels.map((label) => [label.id, label]))
  const renamed = (id: string) => ids.get(byOldId.get(id) as WorkLabel) ?? id

  matchById(open, saySame)
  matchAny(open)
  matchById(open, (label, other) => label.place.kind === other.place.kind)
  matchById(added, saySame)
  matchAny(added)
  matchById(added, isLike)

  const taken = new Set([...base.labels, ...mine.labels].map(({ id }) => id))
  let number = 0
  for (const label of theirs.labels) {
    if (ids.has(label)) continue
    let id = label.id
    while (taken.has(id)) id = `L${++number}`
    ids.set(label, id)
    taken.add(id)
  }
  return { ...theirs, labels: theirs.labels.map((label) => ({ ...withEnds(label), id: ids.get(label)! })) }
}

/** One thing seen by two: the same name, or the same place. */
function isLike(label: WorkLabel, other: WorkLabel): boolean {
  return label.name === other.name || areEqual(label.place, other.place)
}

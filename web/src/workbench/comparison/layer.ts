import type { Content, WorkLabel } from '#web/workbench/document/label.ts'
import { areEqual } from '#web/workbench/document/step.ts'

/**
 * One version on top of another: to be looked at, never to be saved. What both have in the very same way is there once;
 * the rest of the upper one says whose it is.
 */
export function layContents(below: Content, above: Content, of: string): Content {
  const ids = new Map<string, string>()
  const added: WorkLabel[] = []
  const isRelation = ({ place }: WorkLabel) => place.kind === 'relation'
  // Relations name entities by what these are called here.
  const order = [...above.labels.filter((label) => !isRelation(label)), ...above.labels.filter(isRelation)]
  for (const label of order) {
    const place =
      label.place.kind === 'relation'
        ? {
            ...label.place,
            from: ids.get(label.place.from) ?? label.place.from,
            to: ids.get(label.place.to) ?? label.place.to,
          }
        : label.place
    const same = below.labels.find(({ name, place: known }) => name === label.name && areEqual(known, place))
    const id = same?.id ?? `${of} ${label.id}`
    ids.set(label.id, id)
    if (!same) added.push({ ...label, id, place, of })
  }
  return { ...below, labels: [...below.labels, ...added] }
}

import type { Edit } from './document.ts'
import type { Content, Place, WorkLabel } from './label.ts'

/** Edits every media type needs. Ids that are not there are passed over: the ground may have changed meanwhile. */

/** On top of the others. */
export function addLabels(labels: readonly WorkLabel[]): Edit {
  return (content) => ({ ...content, labels: [...content.labels, ...labels] })
}

/** A label goes together with the relations that hang on it. */
export function removeLabels(ids: readonly string[]): Edit {
  return (content) => {
    const gone = new Set(ids)
    for (const { id } of relationsOf(content, ids)) gone.add(id)
    return { ...content, labels: content.labels.filter(({ id }) => !gone.has(id)) }
  }
}

export function removeAllLabels(): Edit {
  return (content) => ({ ...content, labels: [] })
}

/** Relations that begin or end at one of the labels. */
export function relationsOf(content: Content, ids: readonly string[]): WorkLabel[] {
  return content.labels.filter(
    ({ place }) => place.kind === 'relation' && (ids.includes(place.from) || ids.includes(place.to)),
  )
}

/** Replaces labels by what the change makes of them; the id stays. */
export function changeLabels(ids: readonly string[], change: (label: WorkLabel) => WorkLabel): Edit {
  return (content) => {
    const chosen = new Set(ids)
    const labels = content.labels.map((label) => (chosen.has(label.id) ? { ...change(label), id: label.id } : label))
    return { ...content, labels }
  }
}

export function relabel(ids: readonly string[], name: string): Edit {
  return changeLabels(ids, (label) => ({ ...label, name }))
}

export function placeLabel(id: string, place: Place): Edit {
  return changeLabels([id], (label) => ({ ...label, place }))
}

/** Sets keys of the property, attributes and flags; undefined takes a key away. */
export function setProperty(ids: readonly string[], values: Readonly<Record<string, unknown>>): Edit {
  return changeLabels(ids, (label) => ({ ...label, property: merge(label.property, values) }))
}

/** Sets keys of the sample's metadata; undefined takes a key away. */
export function setMetadata(values: Readonly<Record<string, unknown>>): Edit {
  return (content) => ({ ...content, metadata: merge(content.metadata, values) })
}

/** Moves labels among the others: to the top, one up, one down, to the bottom. Their order among themselves stays. */
export function reorderLabels(ids: readonly string[], to: 'top' | 'up' | 'down' | 'bottom'): Edit {
  return (content) => {
    const chosen = new Set(ids)
    const isChosen = ({ id }: WorkLabel) => chosen.has(id)
    const stay = content.labels.filter((label) => !isChosen(label))
    const move = content.labels.filter(isChosen)
    if (to === 'top') return { ...content, labels: [...stay, ...move] }
    if (to === 'bottom') return { ...content, labels: [...move, ...stay] }
    const upward = to === 'up' ? content.labels.toReversed() : [...content.labels]
    // Seen from the end they move towards, each chosen one changes places with the one before it.
    for (let at = 1; at < upward.length; at++) {
      const [ahead, here] = [upward[at - 1]!, upward[at]!]
      if (isChosen(here) && !isChosen(ahead)) upward.splice(at - 1, 2, here, ahead)
    }
    return { ...content, labels: to === 'up' ? upward.reverse() : upward }
  }
}

function merge(old: Readonly<Record<string, unknown>>, values: Readonly<Record<string, unknown>>) {
  const merged = { ...old, ...values }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined))
}

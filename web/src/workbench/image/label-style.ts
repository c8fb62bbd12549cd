import type { Label } from '#contract/labels.ts'
import { colourOfLabel } from '#core/labels/colours.ts'
import type { WorkLabel } from '#web/workbench/document/label.ts'
import type { SceneStyle } from './scene.ts'

/** Of shapes that have no label yet. */
const UNNAMED_COLOUR = '#f8f9fa'

/** How shapes look by their labels: colour, and a tag of the name and the attributes in short. */
export function styleOf(labels: readonly Label[]): SceneStyle {
  const colours = new Map(
    labels.map(({ name, property }) => [name, colourOfLabel(name, property?.['@modelarts:color'])]),
  )
  const attributes = new Map(labels.map(({ name, attributes: asked = [] }) => [name, asked.map((one) => one.name!)]))
  const tags = new WeakMap<WorkLabel, string>()
  const write = ({ name, property, of }: WorkLabel) =>
    [name ?? '?', ...(attributes.get(name) ?? []).flatMap((key) => property[key] ?? []), ...(of ? [of] : [])].join(
      ' · ',
    )
  return {
    colorOf: (name) => (name === undefined ? UNNAMED_COLOUR : (colours.get(name) ?? colourOfLabel(name, undefined))),
    tagOf: (label) => {
      const known = tags.get(label) ?? write(label)
      tags.set(label, known)
      return known
    },
  }
}

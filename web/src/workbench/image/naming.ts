import { LabelType } from '#contract/codes.ts'
import type { Label } from '#contract/labels.ts'
import { findLabel, type WorkLabel } from '#web/workbench/document/label.ts'
import { relabelSelected } from './commands.ts'
import { chooseTool, type ImageWork, type Naming, selectedShapes, withEditor } from './editor.ts'

type Property = WorkLabel['property']

/** Attributes that a label of a name was given last, by that name: the next one begins with them. */
export type Sticky = ReadonlyMap<string, Property>

/** New shapes have no name yet: it is asked for when they are drawn. */
export const UNNAMED: Naming = { type: LabelType.objectDetection }

/**
 * A label was chosen. It names the shape that waits for its name, or with the select tool what is selected; else new
 * shapes get it, drawn with its own shape if it has one. Chosen again it is let go: then each shape is asked about.
 */
export function chooseLabel(work: ImageWork, label: Label, labels: readonly Label[], sticky: Sticky): ImageWork {
  if (work.editor.readOnly) return work
  if (namesSelection(work)) return giveLabel(work, label, labels, sticky)
  if (work.editor.naming.name === label.name) return withEditor(work, { naming: UNNAMED })
  const chosen = withEditor(work, { naming: namingOf(label, sticky) })
  const shape = label.property?.['@modelarts:default_shape']
  return shape ? chooseTool(chosen, shape) : chosen
}

/** What new shapes of a label are called and carry. */
export function namingOf(label: Label, sticky: Sticky): Naming {
  return { ...UNNAMED, name: label.name!, property: attributesOf(label, sticky) }
}

/** Gives the selection another label. */
export function giveLabel(work: ImageWork, label: Label, labels: readonly Label[], sticky: Sticky): ImageWork {
  const carried = attributesOf(label, sticky)
  return relabelSelected(work, label.name!, (old) =>
    old.name === label.name ? old.property : { ...carried, ...keptProperty(old, label, labels) },
  )
}

/** Whether a label that is chosen now goes to the selection. */
export function namesSelection(work: ImageWork): boolean {
  if (work.editor.readOnly) return false
  return waitingForName(work) !== undefined || (work.editor.tool === 'select' && selectedShapes(work).size > 0)
}

/** The selected shape that has no name yet. */
export function waitingForName({ document, editor }: ImageWork): string | undefined {
  const [id, ...others] = editor.selection
  if (id === undefined || others.length > 0 || editor.readOnly) return undefined
  const label = findLabel(document.content, id)
  return label?.place.kind === 'shape' && label.name === undefined ? id : undefined
}

/** What a new shape of a label carries: what the last one had, else the defaults of the definition. */
function attributesOf(label: Label, sticky: Sticky): Property {
  const last = sticky.get(label.name!) ?? {}
  return Object.fromEntries(
    (label.attributes ?? []).flatMap(({ name, default_value }) => {
      const value = last[name!] ?? default_value
      return value === undefined || value === '' ? [] : [[name!, value]]
    }),
  )
}

/** Attributes go with the old name, as far as the new one does not know them: the server would refuse them. */
function keptProperty(old: WorkLabel, label: Label, labels: readonly Label[]): Property {
  const known = labels.find(({ name }) => name === old.name)?.attributes ?? []
  const lost = known.filter(({ name }) => {
    const same = label.attributes?.find((attribute) => attribute.name === name)
    if (same === undefined) return true
    return same.type === 'select' && !same.values?.some(({ value }) => value === old.property[name!])
  })
  return Object.fromEntries(Object.entries(old.property).filter(([key]) => !lost.some(({ name }) => name === key)))
}

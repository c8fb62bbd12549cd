import type { Label, LabelAttribute } from '#contract/labels.ts'
import { fitsXml, type XmlElement } from '#core/formats/xml.ts'
import { keys } from '#core/labels/property-keys.ts'

type Definition = { color?: string; attributes: Map<string, LabelAttribute> }

/**
 * What CVAT knows of the labels of a task: those of the dataset in their order, behind them the labels that no definition
 * has, and of each the attributes it is met with, as text.
 */
export class LabelDefinitions {
  readonly #definitions = new Map<string, Definition>()

  constructor(labels: readonly Label[]) {
    for (const { name, attributes, property } of labels) {
      if (name === undefined || !fitsXml(name) || this.#definitions.has(name)) continue
      const color = property?.[keys.color]
      const own = (attributes ?? []).flatMap((one): [string, LabelAttribute][] =>
        one.name !== undefined && fitsXml(one.name) ? [[one.name, one]] : [],
      )
      this.#definitions.set(name, { ...(color && fitsXml(color) && { color }), attributes: new Map(own) })
    }
  }

  /** The element of a label has been written. */
  meet({ attributes, children }: XmlElement): void {
    const name = attributes.label!
    const known = this.#definitions.get(name) ?? { attributes: new Map() }
    for (const child of children) {
      const attribute = child.attributes.name!
      if (!known.attributes.has(attribute)) known.attributes.set(attribute, {})
    }
    this.#definitions.set(name, known)
  }

  element(): XmlElement {
    const labels = [...this.#definitions].map(([name, { color, attributes }]) =>
      branch('label', [
        leaf('name', name),
        ...(color === undefined ? [] : [leaf('color', color)]),
        leaf('type', 'any'),
        branch('attributes', [...attributes].map(attributeElement)),
      ]),
    )
    return branch('labels', labels)
  }
}

function attributeElement([name, { type, default_value = '', values = [] }]: readonly [string, LabelAttribute]) {
  const choices = values.flatMap(({ value }) => (value !== undefined && fitsXml(value) ? [value] : []))
  return branch('attribute', [
    leaf('name', name),
    leaf('mutable', 'False'),
    leaf('input_type', type === 'select' ? 'select' : 'text'),
    leaf('default_value', fitsXml(default_value) ? default_value : ''),
    leaf('values', choices.join('\n')),
  ])
}

function leaf(name: string, text: string): XmlElement {
  return { name, attributes: {}, children: [], text, line: 0 }
}

function branch(name: string, children: XmlElement[]): XmlElement {
  return { name, attributes: {}, children, text: '', line: 0 }
}

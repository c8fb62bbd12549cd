import type { LabelType } from '#contract/codes.ts'
import type { Label } from '#contract/labels.ts'
import type { RecordLabel } from '#core/formats/record.ts'
import { type Category, type CategoryId, cocoIdKey, numberedKey } from './coco-annotations.ts'

/**
 * Ids of categories: the one a label came with, else the place of its definition, else the next that is free. The first
 * label of a name decides, also about the supercategory.
 */
export class CategoryIds {
  readonly #places = new Map<string, number>()
  readonly #ids = new Map<string, number>()
  readonly #categories = new Map<number, Category>()
  #next = 1

  constructor(labels: readonly Label[], type: LabelType) {
    for (const label of labels) {
      if (label.type !== type || label.name === undefined || this.#places.has(label.name)) continue
      this.#places.set(label.name, this.#places.size + 1)
    }
    this.#next = this.#places.size + 1
  }

  get(id: CategoryId): Category | undefined {
    return typeof id === 'number' ? this.#categories.get(id) : undefined
  }

  idOf({ name = '', property = {} }: RecordLabel): number {
    const known = this.#ids.get(name)
    if (known !== undefined) return known
    const { [cocoIdKey]: own, supercategory: above } = property
    const isOwn = Number.isSafeInteger(own) && (own as number) >= 0 && !this.#categories.has(own as number)
    const id = isOwn ? (own as number) : this.#free(name)
    this.#ids.set(name, id)
    const supercategory = typeof above === 'string' && above !== '' ? { supercategory: above } : {}
    this.#categories.set(id, { name, ...supercategory, isNumbered: !isOwn })
    return id
  }

  /** As the document lists them, those no label had included. */
  list(): object[] {
    for (const name of this.#places.keys()) this.idOf({ name })
    return [...this.#categories]
      .sort(([one], [other]) => one - other)
      .map(([id, { name, supercategory, isNumbered }]) => ({
        id,
        name,
        ...(supercategory !== undefined && { supercategory }),
        ...(isNumbered && { [numberedKey]: 1 }),
      }))
  }

  #free(name: string): number {
    const place = this.#places.get(name)
    if (place !== undefined && !this.#categories.has(place)) return place
    while (this.#categories.has(this.#next)) this.#next++
    return this.#next
  }
}

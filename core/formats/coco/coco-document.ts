import { faultOfText, quote } from '#contract/text.ts'
import type { ReadFiles } from '#core/formats/files.ts'
import { isObject, type JsonObject } from '#core/formats/json-object.ts'
import { faultOf } from '#core/formats/record-fault.ts'
import { isSide } from '#core/formats/written-size.ts'
import { keys } from '#core/labels/property-keys.ts'
import { type Category, type CategoryId, numberedKey, readCategoryId, shown } from './coco-annotations.ts'

/** `numbers`: how many numbers its annotations hold, about. */
export type CocoImage = {
  file_name: string
  width?: number
  height?: number
  /** Somebody looked and found nothing (formats 4). */
  isEmpty: boolean
  numbers: number
  /** The end of a sentence about the document. */
  fault?: string
}

export type CocoDocument = {
  path: string
  images: readonly CocoImage[]
  /** A text is what is wrong with the category, as the end of a sentence about an annotation. */
  categories: ReadonlyMap<CategoryId, Category | string>
  /** Of the image that an annotation belongs to. */
  indexOf(annotation: unknown): number | undefined
  /** What is wrong with annotations that belong to no image. */
  stray?: string
}

/** Whether a file is a document of COCO, by the first of its images. */
export async function isCoco(files: ReadFiles, path: string): Promise<boolean> {
  try {
    for await (const image of files.members(path, ['images'])) return isNamed(image)
  } catch (error) {
    faultOf(error)
  }
  return false
}

function isNamed(image: unknown): boolean {
  return isObject(image) && typeof image.file_name === 'string'
}

/** Images and categories of a document, and how much its annotations are; undefined where it is no document of COCO. */
export async function readDocument(files: ReadFiles, path: string): Promise<CocoDocument | undefined> {
  const images: CocoImage[] = []
  const indices = new Map<unknown, number>()
  for await (const member of files.members(path, ['images'])) {
    if (images.length === 0 && !isNamed(member)) return undefined
    const image = readImage(member, images.length)
    const id = isObject(member) ? member.id : undefined
    if (image.fault === undefined && !isId(id)) image.fault = `has an image ${images.length + 1} without an id`
    else if (indices.has(id)) image.fault ??= `has two images with the id ${shown(id)}`
    else if (isId(id)) indices.set(id, images.length)
    images.push(image)
  }
  if (images.length === 0) return undefined
  const categories = await readCategories(files, path)
  const indexOf = (annotation: unknown) => {
    if (!isObject(annotation)) return undefined
    return indices.get(annotation.image_id) ?? indices.get(spelledOtherwise(annotation.image_id))
  }
  let [count, strays, first] = [0, 0, '']
  for await (const member of files.members(path, ['annotations'])) {
    count++
    const index = indexOf(member)
    if (index !== undefined) images[index]!.numbers += 20 + countNumbers((member as JsonObject).segmentation)
    else if (++strays === 1) first = `has an annotation ${count} of an image that is not in it`
  }
  const stray = strays > 1 ? `${first}; it is the first of ${strays}` : first
  return { path, images, categories, indexOf, ...(strays > 0 && { stray }) }
}

function readImage(given: unknown, index: number): CocoImage {
  const image: CocoImage = { file_name: '', isEmpty: false, numbers: 0 }
  if (!isObject(given)) return { ...image, fault: `has an image ${index + 1} that is no object` }
  const { file_name, width, height } = given
  if (typeof file_name !== 'string' || file_name === '' || faultOfText(file_name) !== undefined) {
    return { ...image, fault: `has an image ${index + 1} without a file_name` }
  }
  image.file_name = file_name
  image.isEmpty = given[keys.empty] === 1
  for (const [side, value] of [
    ['width', width],
    ['height', height],
  ] as const) {
    if (value === undefined || value === null) continue
    if (!isSide(value)) {
      return { ...image, fault: `has a ${side} of ${quote(file_name)} that is no whole number` }
    }
    image[side] = value
  }
  return image
}

async function readCategories(files: ReadFiles, path: string): Promise<Map<CategoryId, Category | string>> {
  const categories = new Map<CategoryId, Category | string>()
  for await (const member of files.members(path, ['categories'])) {
    const id = isObject(member) ? readCategoryId(member.id) : undefined
    if (!isObject(member) || id === undefined) continue
    const { name, supercategory } = member
    const isName = typeof name === 'string' && name.trim() !== '' && faultOfText(name) === undefined
    if (categories.has(id)) categories.set(id, `names the category ${shown(id)}, of which there are two`)
    else if (!isName) categories.set(id, `names the category ${shown(id)}, which has no name`)
    else {
      const above = typeof supercategory === 'string' && faultOfText(supercategory) === undefined ? supercategory : ''
      categories.set(id, {
        name: name as string,
        ...(above !== '' && { supercategory: above }),
        isNumbered: member[numberedKey] === 1,
      })
    }
  }
  return categories
}

function countNumbers(value: unknown): number {
  if (typeof value === 'string') return value.length / 4
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + (Array.isArray(one) ? one.length : 1), 0)
  return isObject(value) ? countNumbers(value.counts) : 0
}

/** Some tools write the ids of images as numbers in one place and as texts in the other: `12` and `"12"`. */
function spelledOtherwise(id: unknown): unknown {
  return typeof id === 'number' ? String(id) : readCategoryId(id)
}

function isId(value: unknown): boolean {
  return Number.isSafeInteger(value) || typeof value === 'string'
}

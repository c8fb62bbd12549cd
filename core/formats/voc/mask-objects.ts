import { LabelType } from '#contract/codes.ts'
import { quote } from '#contract/text.ts'
import { FileFault, type Pixels, type ReadFiles } from '#core/formats/files.ts'
import { possiblePaths } from '#core/formats/find-file.ts'
import { parseColor } from '#core/formats/masks/label-map.ts'
import { type Part, splitParts } from '#core/formats/masks/mask-parts.ts'
import { findPlace, readPixels } from '#core/formats/masks/read-mask.ts'
import { folderOf } from '#core/formats/paths.ts'
import type { Place } from '#core/formats/places/place.ts'
import type { Runs } from '#core/formats/places/rle.ts'
import { childOf, textOf, type XmlElement } from '#core/formats/xml.ts'
import type { ImageSize } from '#core/geometry/shape.ts'
import { isShapeName } from './voc-shapes.ts'

type Document = { path: string; type: LabelType; size?: ImageSize | undefined }

/**
 * Where those objects of an annotation are that have no polygon but a colour of the mask (formats 5, `mask_source`,
 * `mask_color`). One object of a colour has all its pixels; several have a part each, if nothing but their place tells them
 * apart. Throws a `FileFault` of the annotation or the mask.
 */
export async function placeByMask(
  files: ReadFiles,
  root: XmlElement,
  { path, type, size }: Document,
): Promise<ReadonlyMap<XmlElement, Place>> {
  const places = new Map<XmlElement, Place>()
  const objects = type === LabelType.imageSegmentation ? root.children.filter(isColored) : []
  const source = textOf(root, 'mask_source')
  if (objects.length === 0 || !source) return places
  const mask = await findMask(files, path, source)
  if (mask === undefined) throw new FileFault(path, `names the mask ${quote(source)}, which is missing`)
  const picture = await readPixels(files, mask, size)
  for (const [color, same] of groupByColor(objects, path)) {
    const parts = partsOf(picture, color, { of: same, path, mask })
    for (const [index, object] of same.entries()) places.set(object, findPlace(mask, parts[index]!))
  }
  return places
}

/** Whether an element is an object that says what its pixels are, by a polygon or the colour of a mask. */
export function isSegmented({ name, children }: XmlElement): boolean {
  return name === 'object' && children.some((child) => child.name === 'polygon' || child.name === 'mask_color')
}

function isColored({ name, children }: XmlElement): boolean {
  return name === 'object' && children.some((child) => child.name === 'mask_color') && !children.some(isShape)
}

const isShape = ({ name }: XmlElement) => isShapeName(name)

/** Beside the annotation or, since folders are copied, by what is left of the path without its first parts. */
async function findMask(files: ReadFiles, path: string, source: string): Promise<string | undefined> {
  const top = path.startsWith('/') ? '/' : ''
  const named = possiblePaths(folderOf(path), source).map((found) => top + found)
  const absolute = /^(?:s3:\/|obs:\/)?(\/.+)$/.exec(source)?.[1]
  for (const one of [...named, ...(absolute === undefined ? [] : [absolute])]) if (await files.has(one)) return one
  return undefined
}

function groupByColor(objects: readonly XmlElement[], path: string): Map<string, XmlElement[]> {
  const found = new Map<string, XmlElement[]>()
  for (const object of objects) {
    const text = textOf(object, 'mask_color')!
    const rgb = parseColor(text)
    if (rgb === undefined) {
      const reason = `has the mask_color ${quote(text)}, which must be three numbers from 0 to 255`
      throw new FileFault(path, reason, childOf(object, 'mask_color')!.line)
    }
    const color = rgb.join(',')
    const same = found.get(color)
    if (same) same.push(object)
    else found.set(color, [object])
  }
  return found
}

/** A mask for each object of a colour. */
function partsOf(
  picture: Pixels,
  color: string,
  { of: [first, ...others], path, mask }: { of: XmlElement[]; path: string; mask: string },
): Runs[] {
  const classes = Array.from({ length: 256 }, (_, index) =>
    color === (picture.palette?.[index] ?? [index, index, index]).join(',') ? 1 : 0,
  )
  const parts: Part[] | string = splitParts(picture, classes, { whole: others.length === 0 })
  if (typeof parts === 'string') throw new FileFault(mask, parts)
  const { line } = first!
  if (parts.length === 0) throw new FileFault(path, `has an object of the colour ${color}, which its mask lacks`, line)
  const count = others.length + 1
  const content = contentOf(first!)
  if (parts.length !== count || others.some((other) => contentOf(other) !== content)) {
    const reason = `has ${count} objects of the colour ${color}, which its mask does not tell apart`
    throw new FileFault(path, reason, line)
  }
  return parts.map((part) => part.mask)
}

/** All that an element says, wherever it stands. */
function contentOf({ name, attributes, text, children }: XmlElement): string {
  return JSON.stringify([name, attributes, text.trim(), children.map(contentOf)])
}

import { FileFault, type Pixels } from '#core/formats/files.ts'
import type { LabelMap } from './label-map.ts'

/** Of borders that belong to nothing, as in the masks of the VOC challenge. */
const borderColor = '224,224,192'
const borderValue = 255

/**
 * The class of each index of a mask, 0 the background, and the names of the classes. A colour is a line of the label map, that
 * of its index before others; a grey that is no colour of the map is the number of a line. Without a map colours are called by
 * their digits, `FF0000`, and greys by their values. Throws a `FileFault` of the mask where a colour is nowhere named.
 */
export function nameClasses(
  path: string,
  picture: Pixels,
  map: LabelMap | undefined,
): { classes: readonly number[]; names: readonly string[] } {
  const used = [...new Set(picture.data)]
  const nameOf = map ? nameByMap(picture, map, used) : nameByItself(picture)
  const names = ['']
  const classes = Array<number>(256).fill(0)
  for (const index of used) {
    const name = nameOf(index)
    if (typeof name === 'object') throw new FileFault(path, name.problem)
    if (name === undefined) continue
    const known = names.indexOf(name, 1)
    classes[index] = known > 0 ? known : names.push(name) - 1
  }
  return { classes, names }
}

/** undefined is the background. */
type NameOf = (index: number) => string | undefined | { problem: string }

function nameByItself({ palette }: Pixels): NameOf {
  return (index) => {
    const rgb = palette?.[index]
    if (!rgb) return index === 0 ? undefined : String(index)
    const digits = rgb.map((value) => value.toString(16).padStart(2, '0')).join('')
    return isNothing(rgb) ? undefined : digits.toUpperCase()
  }
}

function nameByMap({ palette }: Pixels, map: LabelMap, used: readonly number[]): NameOf {
  const byColor = new Map([...map].reverse().map(({ name, rgb }) => [String(rgb), name]))
  const greyOf = (value: number) => String([value, value, value])
  const areColors = used.every((value) => value === 0 || byColor.has(greyOf(value)))
  if (!palette && !areColors) return nameByNumber(map)
  return (index) => {
    const rgb = palette?.[index] ?? [index, index, index]
    const line = map[index]
    if (palette && line && String(line.rgb) === String(rgb)) return line.name
    if (byColor.has(String(rgb))) return byColor.get(String(rgb))
    return isNothing(rgb)
      ? undefined
      : { problem: `has the colour ${rgb.join(',')}, which the label map does not name` }
  }
}

/** The first line may be the background or the first label. */
function nameByNumber(map: LabelMap): NameOf {
  const lines: LabelMap = map[0]?.name === undefined ? map : [{ name: undefined, rgb: [] }, ...map]
  return (value) => {
    if (value < lines.length) return lines[value]!.name
    return value === 0 || value === borderValue
      ? undefined
      : { problem: `has the value ${value}, which the label map does not name` }
  }
}

function isNothing(rgb: readonly number[]): boolean {
  return rgb.every((value) => value === 0) || String(rgb) === borderColor
}

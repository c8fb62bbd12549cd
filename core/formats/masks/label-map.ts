import { faultOfText, quote } from '#contract/text.ts'
import { FileFault, type ReadFiles, type WriteFiles } from '#core/formats/files.ts'
import { folderOf } from '#core/formats/paths.ts'
import { colorOfIndex, type LabelColors } from '#core/formats/voc/label-colors.ts'

/** Labels and their colours as [r, g, b], in the order of the file; `name` is undefined for the background. */
export type LabelMap = readonly { name: string | undefined; rgb: readonly number[] }[]

const fileName = 'labelmap.txt'
const mostLabels = 10_000

/** Whether a line of the map can hold a name, and does not mean the background by it. */
export function fitsLabelMap(name: string): boolean {
  return /^[^:#\s](?:[^:\n\r]*[^:\s])?$/u.test(name) && !isBackground(name)
}

export async function writeLabelMap(files: WriteFiles, colors: LabelColors): Promise<void> {
  const lines = colors.entries().map(([name, { rgb }]) => `${name}:${rgb.join(',')}::\n`)
  await files.write(fileName, `# label:color_rgb:parts:actions\nbackground:0,0,0::\n${lines.join('')}`)
}

/** The maps of masks, each the nearest in the folders above; pictures of one folder follow each other. */
export class LabelMaps {
  readonly #files: ReadFiles
  #last: { folder: string; map: LabelMap | undefined } | undefined

  constructor(files: ReadFiles) {
    this.#files = files
  }

  /** undefined where there is none. Throws a `FileFault` where it cannot be read. */
  async of(mask: string): Promise<LabelMap | undefined> {
    const folder = folderOf(mask)
    if (this.#last?.folder !== folder) this.#last = { folder, map: await this.#find(folder) }
    return this.#last.map
  }

  async #find(folder: string): Promise<LabelMap | undefined> {
    for (let at = folder; ; at = folderOf(at.slice(0, -1))) {
      if (await this.#files.has(at + fileName)) return readLabelMap(this.#files, at + fileName)
      if (at === '') return undefined
    }
  }
}

/** `name:r,g,b:parts:actions` on each line, as the tools around Pascal VOC have it; without a colour that of the line. */
async function readLabelMap(files: ReadFiles, path: string): Promise<LabelMap> {
  const map: { name: string | undefined; rgb: readonly number[] }[] = []
  for await (const found of files.lines(path)) {
    if ('problem' in found) throw new FileFault(path, found.problem, found.line)
    const text = found.text.trim()
    if (text === '' || text.startsWith('#')) continue
    const [name = '', color = ''] = text.split(':').map((part) => part.trim())
    const fault = name === '' ? 'a label without a name' : faultOfText(name)
    if (fault !== undefined) throw new FileFault(path, `holds ${fault}`, found.line)
    const rgb = color === '' ? colorOfIndex(map.length) : parseColor(color)
    if (rgb === undefined) {
      throw new FileFault(path, `has the colour ${quote(color)}, which must be three numbers from 0 to 255`, found.line)
    }
    if (map.length === mostLabels) throw new FileFault(path, `names more than ${mostLabels} labels`)
    map.push({ name: isBackground(name) ? undefined : name, rgb })
  }
  return map
}

/** `R,G,B` → three numbers of a byte. */
export function parseColor(text: string): number[] | undefined {
  const parts = text.split(',').map((part) => part.trim())
  const areBytes = parts.length === 3 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)
  return areBytes ? parts.map(Number) : undefined
}

function isBackground(name: string): boolean {
  return /^(?:background|_background_)$/i.test(name)
}

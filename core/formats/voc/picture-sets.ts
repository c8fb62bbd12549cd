import type { SampleUsage } from '#contract/codes.ts'
import type { ReadFiles } from '#core/formats/files.ts'
import { withoutEnding } from '#core/formats/paths.ts'

/** Lists of pictures by their usage. The last holds what is undecided; other tools name it so as well. */
export const sets: readonly (readonly [name: string, usage: SampleUsage | undefined])[] = [
  ['train', 'TRAIN'],
  ['val', 'EVAL'],
  ['test', 'TEST'],
  ['inference', 'INFERENCE'],
  ['default', undefined],
]

/** A line holds one name of a picture; the longest key of a store fits. */
const longestLine = 2048

/**
 * The usage of pictures by the lists of `ImageSets/Main` and `ImageSets/Segmentation`, below `root`. Of a picture in two
 * lists the first counts. A list is read into memory: a name per picture.
 */
export async function readPictureSets(files: ReadFiles, root: string): Promise<Map<string, SampleUsage | undefined>> {
  const found = new Map<string, SampleUsage | undefined>()
  for (const folder of ['Main', 'Segmentation']) {
    for (const [name, usage] of sets) {
      const path = `${root}ImageSets/${folder}/${name}.txt`
      if (!(await files.has(path))) continue
      for await (const line of files.lines(path, { longest: longestLine })) {
        if ('text' in line && !found.has(line.text)) found.set(line.text, usage)
      }
    }
  }
  return found
}

/** What a list may call the picture at `path` below `JPEGImages`: whole, in quotes for its spaces, without its ending. */
export function usageOf(found: ReadonlyMap<string, SampleUsage | undefined>, path: string): SampleUsage | undefined {
  const name = [path, withoutEnding(path)].flatMap((one) => [one, `"${one}"`]).find((one) => found.has(one))
  return name === undefined ? undefined : found.get(name)
}

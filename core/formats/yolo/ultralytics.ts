import { DatasetType, LabelType, type SampleUsage } from '#contract/codes.ts'
import { quote } from '#contract/text.ts'
import { FileFault, type ReadFiles } from '#core/formats/files.ts'
import { findFile, possiblePaths } from '#core/formats/find-file.ts'
import type { Format, ReadOptions } from '#core/formats/format.ts'
import { folderOf, withoutEnding } from '#core/formats/paths.ts'
import type { Cursor, ReadItem } from '#core/formats/record.ts'
import { catchFault, faultOf } from '#core/formats/record-fault.ts'
import { usageAbove, usageOf } from '#core/formats/set-folders.ts'
import { readDataYaml, type SetName } from './data-yaml.ts'
import { readNames } from './read-names.ts'
import { readUltralyticsOptions } from './ultralytics-options.ts'
import { ClassifiedWriter, UltralyticsWriter } from './write-ultralytics.ts'
import { readPicture } from './yolo-pictures.ts'

/**
 * YOLO as Ultralytics takes it (formats 11). Pictures of `images/<set>/` have their rows in `labels/<set>/`, or those of
 * `<set>/images/` in `<set>/labels/`; `data.yaml` says the names and where the sets are, or a `classes.txt` the names alone. Classified pictures stand in
 * `<set>/<label>/`, without any `data.yaml`.
 */
export const ultralytics: Format = {
  name: 'ultralytics',
  dataset_types: [DatasetType.imageClassification, DatasetType.objectDetection, DatasetType.imageSegmentation],
  read: (files, options) =>
    options.dataset_type === DatasetType.imageClassification ? readClassified(files, options) : read(files, options),
  write: (files, options) =>
    options.dataset_type === DatasetType.imageClassification
      ? new ClassifiedWriter(files)
      : new UltralyticsWriter(files, options),
}

const usages: Readonly<Record<SetName, SampleUsage>> = { train: 'TRAIN', val: 'EVAL', test: 'TEST' }

/** A folder of pictures, with `/` at its end, or a list of them. */
type Source = { path: string; usage?: SampleUsage }

/** `index` counts the sources, -1 is what was read before them; without a path or line a source has been read wholly. */
async function* read(files: ReadFiles, options: ReadOptions): AsyncGenerator<ReadItem> {
  const { after } = options
  const setup = await catchFault(() => readSetup(files, options.file))
  if ('fault' in setup) {
    if (after === undefined) yield { cursor: { index: Number.MAX_SAFE_INTEGER }, fault: setup.fault }
    return
  }
  const read = readUltralyticsOptions(options)
  const task = 'task' in read ? read.task : undefined
  const rules = { type: options.dataset_type as LabelType, names: setup.names, task }
  for (const [index, source] of setup.sources.entries()) {
    if (after?.index !== undefined && (index < after.index || (index === after.index && isWhole(after)))) continue
    const from = index === after?.index ? after : undefined
    if ('fault' in source) {
      yield { cursor: { index }, fault: source.fault }
      continue
    }
    try {
      for await (const { place, find } of imagesOf(files, source, options, from)) {
        const item = await catchFault(async () => {
          const image = await find()
          const record = await readPicture(files, { image, text: textOf(image) }, rules)
          return { record: { ...record, ...(source.usage && { usage: source.usage }) } }
        })
        yield { cursor: { index, ...place }, ...item }
      }
    } catch (error) {
      yield { cursor: { index }, fault: faultOf(error) }
    }
  }
}

function isWhole({ path, line }: Cursor): boolean {
  return path === undefined && line === undefined
}

type Found = { place: Cursor; find: () => Promise<string> }

async function* imagesOf(
  files: ReadFiles,
  { path: source }: Source,
  options: ReadOptions,
  from: Cursor | undefined,
): AsyncGenerator<Found> {
  if (source === '' || source.endsWith('/')) {
    for await (const { path } of files.list({ prefix: source, after: from?.path })) {
      if (options.isSample(path)) yield { place: { path }, find: async () => path }
    }
    return
  }
  const { line = 0, offset = 0 } = from ?? {}
  for await (const found of files.lines(source, { from: { line, offset } })) {
    const find = async () => {
      if ('problem' in found) throw new FileFault(source, found.problem, found.line)
      const path = await findFile(files, folderOf(source), found.text)
      if (path === undefined) throw new FileFault(source, `names ${quote(found.text)}, which is missing`, found.line)
      return path
    }
    yield { place: { line: found.line, offset: found.end }, find }
  }
}

/** The text of `a/images/train/1.jpg` is `a/labels/train/1.txt`; without a folder `images` it is the one beside. */
function textOf(image: string): string {
  const parts = withoutEnding(image).split('/')
  const at = parts.slice(0, -1).lastIndexOf('images')
  if (at >= 0) parts[at] = 'labels'
  return `${parts.join('/')}.txt`
}

async function readSetup(files: ReadFiles, file: string | undefined) {
  const path = file ?? (await findDescription(files))
  const classes = path === undefined ? await findClasses(files) : undefined
  if (classes !== undefined) return readClasses(files, classes)
  if (path === undefined) throw new FileFault('data.yaml', 'is missing')
  const { names, sets } = readDataYaml(path, await files.text(path))
  if (sets.length === 0) throw new FileFault(path, 'names neither train nor val nor test')
  const sources: (Source | { fault: { path: string; reason: string } })[] = []
  const known = new Set<string>()
  for (const { set, path: named } of sets) {
    const found = await findSource(files, folderOf(path), named)
    // Small examples name their training pictures for validation as well.
    if (found === undefined)
      sources.push({ fault: { path, reason: `says that ${set} is ${quote(named)}, which is missing` } })
    else if (!known.has(found)) sources.push({ path: found, usage: usages[set] })
    if (found !== undefined) known.add(found)
  }
  return { names, sources }
}

async function findDescription(files: ReadFiles): Promise<string | undefined> {
  let other: string | undefined
  for await (const { path } of files.list()) {
    if (/(?:^|\/)data\.ya?ml$/i.test(path)) return path
    if (/\.ya?ml$/i.test(path)) other ??= path
  }
  return other
}

/** Label Studio and LabelImg write names of classes alone, a line each. */
async function findClasses(files: ReadFiles): Promise<string | undefined> {
  for await (const { path } of files.list()) if (/(?:^|\/)classes\.txt$/i.test(path)) return path
  return undefined
}

/** The pictures lie in `images/` beside the names, or in their folder. */
async function readClasses(files: ReadFiles, path: string): Promise<{ names: Map<number, string>; sources: Source[] }> {
  const folder = folderOf(path)
  const images = await findSource(files, folder, 'images')
  return { names: await readNames(files, path), sources: [{ path: images ?? folder }] }
}

async function findSource(files: ReadFiles, folder: string, named: string): Promise<string | undefined> {
  if (/\.txt$/i.test(named)) return findFile(files, folder, named)
  for (const path of possiblePaths(folder, named)) {
    for await (const _ of files.list({ prefix: `${path}/` })) return `${path}/`
  }
  return undefined
}

async function* readClassified(files: ReadFiles, { after, isSample }: ReadOptions): AsyncGenerator<ReadItem> {
  for await (const { path } of files.list({ after: after?.path })) {
    if (!isSample(path)) continue
    const { usage, name } = placeOf(path.split('/').slice(0, -1))
    const labels = name === undefined ? [] : [{ name, type: LabelType.imageClassification, property: {} }]
    yield { cursor: { path }, record: { path, ...(usage && { usage }), labels, metadata: {} } }
  }
}

/** The last folder is the label, and one above it the set; `train/1.jpg` has no label. */
function placeOf(folders: readonly string[]): { usage?: SampleUsage; name?: string } {
  const name = folders.at(-1)
  const above = usageAbove(folders)
  if (above !== undefined) return { usage: above, name: name! }
  const own = usageOf(name)
  if (own !== undefined) return { usage: own }
  return name === undefined ? {} : { name }
}

import { DatasetType, type LabelType, type SampleUsage } from '#contract/codes.ts'
import { quote } from '#contract/text.ts'
import { FileFault, type ReadFiles } from '#core/formats/files.ts'
import { findFile } from '#core/formats/find-file.ts'
import type { Format, ReadOptions } from '#core/formats/format.ts'
import { folderOf, withoutEnding } from '#core/formats/paths.ts'
import type { Cursor, ReadItem, RecordFault } from '#core/formats/record.ts'
import { catchFault, faultOf } from '#core/formats/record-fault.ts'
import { readNames } from './read-names.ts'
import { DarknetWriter } from './write-darknet.ts'
import { readPicture } from './yolo-pictures.ts'

/**
 * Boxes as darknet takes them (formats 6): `obj.data` names the list of labels and the lists of pictures, and a text
 * beside each picture has a row for each box. Lists are read with paths for darknet's own folder too, as
 * `data/obj_train_data/1.jpg`. Pictures that no list names are not read.
 */
export const yolo: Format = {
  name: 'yolo',
  dataset_types: [DatasetType.objectDetection],
  read,
  write: (files, { labels, dataset_type }) => new DarknetWriter(files, labels, dataset_type as LabelType),
}

type Source = { folder: string; names: ReadonlyMap<number, string>; lists: { path: string; usage: SampleUsage }[] }

/** `index` counts the lists, -1 is what was read before them; with a line the list has been read up to it, else wholly. */
async function* read(files: ReadFiles, options: ReadOptions): AsyncGenerator<ReadItem> {
  const { after } = options
  const faults: RecordFault[] = []
  const source = await catchFault(() => readSource(files, options.file, faults))
  if (after === undefined && 'fault' in source) yield { cursor: { index: 2 }, fault: source.fault }
  if ('fault' in source) return
  if (after === undefined) for (const fault of faults) yield { cursor: { index: -1 }, fault }
  const rules = { type: options.dataset_type as LabelType, names: source.names, boxesOnly: true }
  for (const [index, list] of source.lists.entries()) {
    const from = placeIn(index, after)
    if (from === undefined) continue
    try {
      for await (const found of files.lines(list.path, { from })) {
        const cursor = { index, line: found.line, offset: found.end }
        const item = await catchFault(async () => {
          const image = 'text' in found ? await findFile(files, source.folder, found.text) : undefined
          const reason = 'problem' in found ? found.problem : `names ${quote(found.text)}, which is missing`
          if (image === undefined) throw new FileFault(list.path, reason, found.line)
          const text = `${withoutEnding(image)}.txt`
          return { record: { ...(await readPicture(files, { image, text }, rules)), usage: list.usage } }
        })
        yield { cursor, ...item }
      }
    } catch (error) {
      yield { cursor: { index }, fault: faultOf(error) }
    }
  }
}

function placeIn(index: number, after: Cursor | undefined): { line: number; offset: number } | undefined {
  if (after?.index === undefined || index > after.index) return { line: 0, offset: 0 }
  const { line, offset } = after
  return index === after.index && line !== undefined && offset !== undefined ? { line, offset } : undefined
}

async function readSource(files: ReadFiles, file: string | undefined, faults: RecordFault[]): Promise<Source> {
  const path = file ?? (await findData(files))
  if (path === undefined) throw new FileFault('obj.data', 'is missing')
  const entries = readEntries(await files.text(path))
  const folder = folderOf(path)
  const find = async (key: string) => {
    const named = entries.get(key)
    if (named === undefined) return undefined
    const found = await findFile(files, folder, named)
    if (found === undefined) throw new FileFault(path, `says that ${key} is ${quote(named)}, which is missing`)
    return found
  }
  const namesPath = await find('names')
  if (namesPath === undefined) throw new FileFault(path, 'does not say where the names are')
  const names = await readNames(files, namesPath)
  const classes = entries.get('classes')
  if (classes !== undefined && classes !== String(names.size)) {
    faults.push({ path, reason: `speaks of ${quote(classes)} classes, but ${namesPath} has ${names.size}` })
  }
  const [train, valid] = [await find('train'), await find('valid')]
  if (train === undefined && valid === undefined) throw new FileFault(path, 'names neither train nor valid')
  const lists = [
    ...(train === undefined ? [] : [{ path: train, usage: 'TRAIN' as const }]),
    ...(valid === undefined ? [] : [{ path: valid, usage: 'EVAL' as const }]),
  ]
  return { folder, names, lists }
}

async function findData(files: ReadFiles): Promise<string | undefined> {
  for await (const { path } of files.list()) if (/(?:^|\/)obj\.data$/.test(path)) return path
  return undefined
}

/** `key = value` on each line, `#` before a remark. */
function readEntries(text: string): Map<string, string> {
  const entries = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const at = line.startsWith('#') ? -1 : line.indexOf('=')
    if (at > 0) entries.set(line.slice(0, at).trim(), line.slice(at + 1).trim())
  }
  return entries
}

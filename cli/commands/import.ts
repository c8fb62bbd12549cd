import { stat } from 'node:fs/promises'
import { command, type ValuesOf } from '#cli/command.ts'
import type { Muster } from '#cli/connection.ts'
import { ExitCode, Failure, usageFailure } from '#cli/exit-codes.ts'
import { type Dataset, findDataset, idOf } from '#cli/find.ts'
import { formatOptions, readFormatOptions } from '#cli/format-options.ts'
import { beginImport, followImport, listImports } from '#cli/import-task.ts'
import { LISTING_OPTIONS } from '#cli/jobs.ts'
import { expectNoOptions, readPairs, readWord } from '#cli/option-pairs.ts'
import { folderNameOf, uploadFolder } from '#cli/upload-folder.ts'
import { FORMAT_OPTIONS, type ImportReq } from '#contract/imports.ts'

const options = {
  manifest: { type: 'boolean', meaning: 'the path names a manifest, not a folder' },
  format: { type: 'string', value: 'NAME', meaning: 'format of the files; found out when missing (docs/formats.md)' },
  set: formatOptions(FORMAT_OPTIONS),
  rename: {
    type: 'string',
    multiple: true,
    value: 'OLD=NEW',
    meaning: 'a label that is called otherwise here; OLD= leaves it out',
  },
  duplicates: {
    type: 'string',
    value: 'WORD',
    meaning: 'labelled samples that come again: skip (they keep their labels) or replace',
  },
  'dry-run': { type: 'boolean', meaning: 'reads and counts, changes nothing in the dataset' },
  strict: { type: 'boolean', meaning: 'the first thing that cannot be read ends the import' },
  annotations: { type: 'boolean', negative: true, meaning: 'labels are not read' },
  final: { type: 'boolean', negative: true, meaning: 'labels wait to be confirmed' },
  folder: { type: 'string', value: 'NAME', meaning: 'folder below the input path of the dataset that files go to' },
  local: { type: 'boolean', meaning: 'the path is one of this machine, although it begins with "/"' },
  task: { type: 'string', value: 'ID', meaning: 'looks at an import that was begun before, and waits for it' },
  ...LISTING_OPTIONS,
} as const

export const importData = command({
  summary: 'imports a folder or a manifest into a dataset, or lists its imports',
  about: `A path that begins with "/", "s3://" or "obs://" is one of the store. Any other one, as ./photos, is of this machine and is
uploaded first, into the input path of the dataset. Without a path the imports of the dataset are listed.`,
  operands: ['<dataset>', '[<path>]'],
  options,
  async run({ operands: [name, path], values, json, connect }) {
    const { task, wait, problems, stop } = values
    if (path !== undefined && task !== undefined) throw usageFailure('A path and --task do not go together')
    if (stop && task === undefined) throw usageFailure('--stop needs --task, which says what is to end')
    const lists = path === undefined && task === undefined
    if (lists) expectNoOptions(values, options)
    const request = requestOf(values)
    const muster = await connect()
    const dataset = await findDataset(muster, name!)
    if (lists) return listImports(muster, dataset, json)

    const begin = async () => {
      const import_path = await pathInStore(muster, dataset, path!, values)
      return beginImport(muster, dataset, { ...request, import_path })
    }
    const task_id = task === undefined ? await begin() : idOf(task, 'import')
    await followImport(muster, dataset, task_id, { wait, problems, stop, json })
  },
})

function requestOf(values: ValuesOf<typeof options>): Omit<ImportReq, 'import_path'> {
  const { manifest, format, strict, annotations, final, folder, rename } = values
  return {
    import_type: manifest ? 'manifest' : 'dir',
    import_annotations: annotations,
    final_annotation: final,
    import_folder: folder,
    muster: {
      format,
      strict,
      dry_run: values['dry-run'],
      duplicates: readWord('duplicates', ['skip', 'replace'], values.duplicates),
      label_names: rename && Object.fromEntries(readPairs('rename', rename)),
      ...readFormatOptions(FORMAT_OPTIONS, values.set),
    },
  }
}

/** Where the data lie in the store; what lies on this machine is brought there first. */
async function pathInStore(
  muster: Muster,
  dataset: Dataset,
  path: string,
  { local, manifest, folder = folderNameOf(path) }: ValuesOf<typeof options>,
): Promise<string> {
  if (!local && /^(\/|[a-z0-9]+:\/\/)/i.test(path)) return path
  const input = dataset.data_sources?.[0]?.data_path
  if (input === undefined) throw new Failure(ExitCode.refused, 'A member may not import.')
  if (!manifest && (await stat(path).catch(() => undefined))?.isFile()) {
    throw usageFailure(`${path} is a file; name its folder, or say --manifest if it is one`)
  }
  return uploadFolder(muster, path, `${input.replace(/\/*$/, '/')}${folder}/`)
}

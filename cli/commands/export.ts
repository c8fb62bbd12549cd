import { command, type ValuesOf } from '#cli/command.ts'
import { saveDownload } from '#cli/downloads.ts'
import { ExitCode, Failure, usageFailure } from '#cli/exit-codes.ts'
import { beginExport, followExport, listExports } from '#cli/export-task.ts'
import { findDataset, idOf } from '#cli/find.ts'
import { formatOptions, readFormatOptions } from '#cli/format-options.ts'
import { LISTING_OPTIONS } from '#cli/jobs.ts'
import { expectNoOptions, readWord } from '#cli/option-pairs.ts'
import { findVersion } from '#cli/versions.ts'
import { ExportFormat, ExportType, SampleState } from '#contract/codes.ts'
import { EXPORT_OPTIONS, type ExportReq } from '#contract/exports.ts'

const KINDS = { labelled: ExportType.labelled, unlabelled: ExportType.unlabelled, all: ExportType.all } as const
/** `__WORKFORCE_SAMPLED__` as `workforce_sampled`. */
const STATES = Object.values(SampleState).map((state) => state.slice(2, -2).toLowerCase())

const options = {
  format: {
    type: 'string',
    value: 'NAME',
    meaning: 'format of the files; that of the type when missing (docs/formats.md)',
  },
  set: formatOptions(EXPORT_OPTIONS),
  version: { type: 'string', meaning: 'a published version, by name or id, instead of the dataset as it is' },
  samples: { type: 'string', value: 'WORD', meaning: 'labelled, unlabelled or all' },
  state: { type: 'string', value: 'WORD', meaning: 'only samples in this state, as none, accepted or rejected' },
  tree: { type: 'boolean', meaning: 'a folder for each label, where the format knows that' },
  files: { type: 'boolean', negative: true, meaning: 'annotations alone, the files of the samples are not copied' },
  'new-dataset': { type: 'string', value: 'NAME', meaning: 'makes a new dataset; <path> is its input path' },
  'work-path': { type: 'string', value: 'PATH', meaning: 'work path of the new dataset' },
  zip: { type: 'string', value: 'FILE', meaning: 'downloads what was exported into a file of this machine' },
  task: { type: 'string', value: 'ID', meaning: 'looks at an export that was begun before, and waits for it' },
  ...LISTING_OPTIONS,
} as const

export const exportData = command({
  summary: 'exports a dataset into a folder of the store or into a new dataset, or lists its exports',
  about:
    'The path is one of the store; --zip brings what lies there to this machine. Without a path the exports are listed.',
  operands: ['<dataset>', '[<path>]'],
  options,
  async run({ operands: [name, path], values, json, connect }) {
    const { task, version, zip, wait, problems, stop } = values
    if (path !== undefined && task !== undefined) throw usageFailure('A path and --task do not go together')
    if (zip !== undefined && wait === false) throw usageFailure('--zip and --no-wait do not go together')
    if (stop && task === undefined) throw usageFailure('--stop needs --task, which says what is to end')
    const lists = path === undefined && task === undefined
    if (lists) expectNoOptions(values, options)
    const request = requestOf(values)
    const muster = await connect()
    const dataset = await findDataset(muster, name!)
    if (lists) return listExports(muster, dataset, json)

    const begin = async () => {
      const version_id = version === undefined ? undefined : await findVersion(muster, dataset, version)
      return beginExport(muster, dataset, { ...request, path, version_id })
    }
    const task_id = task === undefined ? await begin() : idOf(task, 'export')
    const done = await followExport(muster, dataset, task_id, { wait, problems, stop, json })
    if (zip === undefined) return
    if (done.muster?.archive === undefined) throw new Failure(ExitCode.failed, 'This export has nothing to download.')
    await saveDownload(muster, done.muster.archive, zip)
    if (!json) console.log(`\nIt is in ${zip}.`)
  },
})

function requestOf(values: ValuesOf<typeof options>): ExportReq {
  const { format, samples, state, tree, files, 'new-dataset': export_new_dataset_name, 'work-path': workPath } = values
  if ((export_new_dataset_name === undefined) !== (workPath === undefined)) {
    throw usageFailure('--new-dataset and --work-path go together')
  }
  const kind = readWord('samples', Object.keys(KINDS) as (keyof typeof KINDS)[], samples)
  const word = readWord('state', STATES, state)
  return {
    export_type: kind && KINDS[kind],
    export_format: tree ? ExportFormat.tree : undefined,
    export_params: {
      sample_state: word && (`__${word.toUpperCase()}__` as SampleState),
      ...(export_new_dataset_name && {
        export_dest: 'NEW_DATASET',
        export_new_dataset_name,
        export_new_dataset_work_path: workPath,
      }),
    },
    muster: { format, copy_files: files, ...readFormatOptions(EXPORT_OPTIONS, values.set) },
  }
}

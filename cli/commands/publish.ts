import { command, type ValuesOf } from '#cli/command.ts'
import type { Muster } from '#cli/connection.ts'
import { usageFailure } from '#cli/exit-codes.ts'
import { type Dataset, findDataset } from '#cli/find.ts'
import { beginJob, type Ending, followJob, WAITING_OPTIONS } from '#cli/jobs.ts'
import { printLosses } from '#cli/losses.ts'
import { readWord } from '#cli/option-pairs.ts'
import { countOf, printFacts, textOf, wordOf } from '#cli/output.ts'
import { findVersion, listVersions, readVersions } from '#cli/versions.ts'
import { VERSION_FORMATS, VersionStatus } from '#contract/codes.ts'
import type { CreateDatasetVersionReq, DatasetVersion } from '#contract/versions.ts'

const options = {
  name: { type: 'string', meaning: 'name of the version; V001 and so on when missing' },
  description: { type: 'string', meaning: 'a note on the version' },
  format: { type: 'string', value: 'WORD', meaning: `${VERSION_FORMATS.join(', ')}; Default when missing` },
  ratio: {
    type: 'string',
    value: 'SHARE',
    meaning: 'share of the samples that are for training, as 0.8; all when missing',
  },
  seed: { type: 'string', meaning: 'of the split: the same seed splits the same samples alike' },
  'stable-split': { type: 'boolean', negative: true, meaning: 'all samples are split anew' },
  'copy-files': { type: 'boolean', meaning: 'the files of the samples are copied into the version' },
  'keep-hard': { type: 'boolean', meaning: 'marks of hard samples are kept' },
  'keep-usage': { type: 'boolean', meaning: 'samples that are marked for training or evaluation stay there' },
  list: { type: 'boolean', meaning: 'lists the versions, publishes nothing' },
  task: { type: 'string', value: 'VERSION', meaning: 'looks at a version that was begun before, and waits for it' },
  ...WAITING_OPTIONS,
} as const

export const publish = command({
  summary: 'publishes a version of a dataset, or lists its versions',
  operands: ['<dataset>'],
  options,
  async run({ operands: [name], values, json, connect }) {
    const { task, list, wait } = values
    const body = requestOf(values)
    const muster = await connect()
    const dataset = await findDataset(muster, name!)
    if (list) return listVersions(muster, dataset, json)
    const version_id =
      task === undefined ? await beginVersion(muster, dataset, body) : await findVersion(muster, dataset, task)
    await followVersion(muster, dataset, version_id, { wait, json })
  },
})

function requestOf(values: ValuesOf<typeof options>): CreateDatasetVersionReq {
  const { name, description, format, ratio, seed } = values
  if (ratio !== undefined && !(Number(ratio) >= 0 && Number(ratio) <= 1)) {
    throw usageFailure(`--ratio is a number from 0 to 1, not "${ratio}"`)
  }
  return {
    version_name: name,
    description,
    version_format: readWord('format', VERSION_FORMATS, format),
    train_evaluate_sample_ratio: ratio,
    export_images: values['copy-files'],
    clear_hard_property: values['keep-hard'] && false,
    remove_sample_usage: values['keep-usage'] && false,
    muster: { seed, stable_split: values['stable-split'] },
  }
}

function beginVersion(muster: Muster, dataset: Dataset, body: CreateDatasetVersionReq): Promise<string> {
  const { dataset_id } = dataset
  const { version_name } = body
  return beginJob({
    begin: async () => (await muster.call('CreateDatasetVersion', { dataset_id }, body)).version_id,
    async newest() {
      const versions = await readVersions(muster, dataset)
      const such = versions.filter((version) => version_name === undefined || version.version_name === version_name)
      return such.sort((a, b) => (b.create_time ?? 0) - (a.create_time ?? 0))[0]?.version_id
    },
  })
}

/** Waits for a version and tells how it went. */
function followVersion(muster: Muster, dataset: Dataset, version_id: string, ending: Ending): Promise<DatasetVersion> {
  const { dataset_id, dataset_name, total_sample_count } = dataset
  return followJob<DatasetVersion>(muster, ending, {
    lookAgain: `muster publish ${dataset_name} --task ${version_id}`,
    read: () => muster.call('DescribeDatasetVersion', { dataset_id, version_id }),
    isDone: ({ status }) => status !== VersionStatus.creating,
    stepOf: ({ version_name, status, muster: { finished_sample_count = 0 } = {} }) => {
      const done = status === VersionStatus.creating ? finished_sample_count : total_sample_count
      return { what: `Publishing ${version_name}`, counts: countOf(done, 'sample'), done, total: total_sample_count }
    },
    print: printVersion,
    failureOf: ({ status, version_name, muster: { error_msg, error_code } = {} }) =>
      status === VersionStatus.normal || status === VersionStatus.creating
        ? undefined
        : error_msg === undefined
          ? `The version ${version_name} is in the state "${wordOf(VersionStatus, status)}".`
          : `${error_msg} (${error_code})`,
  })
}

function printVersion(version: DatasetVersion): void {
  const { usage_stats = {}, seed, losses } = version.muster ?? {}
  const usages = Object.entries(usage_stats).map(([usage, count]) => `${textOf(count)} ${usage}`)
  printFacts([
    ['version', version.version_name],
    ['id', version.version_id],
    ['status', wordOf(VersionStatus, version.status)],
    ['samples', version.total_sample_count],
    ['labelled', version.annotated_sample_count],
    ['usage', usages.join(', ') || undefined],
    ['ratio', version.train_evaluate_sample_ratio],
    ['seed', seed],
    ['added', version.add_sample_count],
    ['changed', version.modified_sample_count],
    ['deleted', version.deleted_sample_count],
    ['manifest', version.manifest_path],
  ])
  printLosses(losses)
}

import { setImmediate as otherWork } from 'node:timers/promises'
import { readLabelSet } from '#adapters/sql/label-sets.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { DatasetRow, DataTaskProblemRow, SampleRow } from '#adapters/sql/tables.ts'
import { findVersion } from '#adapters/sql/versions.ts'
import { type DatasetType, SampleType } from '#contract/codes.ts'
import type { LabelFormat } from '#contract/data-sources.ts'
import { errors } from '#contract/errors.ts'
import { formatObjectPath } from '#core/codecs/object-path.ts'
import { inputFolder } from '#core/datasets/dataset-paths.ts'
import { FileFault } from '#core/formats/files.ts'
import type { WriteOptions } from '#core/formats/format.ts'
import type { Loss, SampleRecord } from '#core/formats/record.ts'
import { type LabelSet, labelSetOf } from '#core/labels/label-set.ts'
import { Splitter } from '#core/versions/split.ts'
import type { Services } from '#server/services.ts'
import { isLabelled, stratumOf } from '#server/versions/choose-usage.ts'
import { readDefinitionsOfState, readSamplesOfState } from '#server/versions/sample-state.ts'
import { versionFiles } from '#server/versions/version-files.ts'
import { viewLabel } from '#server/views/dataset-view.ts'
import { chosenOfState, chosenSamples } from './choose-samples.ts'
import { LossCounter } from './count-losses.ts'
import type { ExportPlan, ExportRun } from './export-plan.ts'
import { writerOf } from './formats.ts'
import { placeOfSample, recordOfSample } from './record-of-sample.ts'
import { TargetTree } from './target-tree.ts'

/** Samples between two looks at whether to go on. */
const STEP = 500

export type Problem = Pick<DataTaskProblemRow, 'kind' | 'path' | 'line' | 'reason'>

export type Exporting = {
  dataset: DatasetRow
  plan: ExportPlan
  /** Told every few hundred samples what has become of them; answers false when the export must not go on here. */
  goesOn(progress: ExportRun, problems: readonly Problem[]): Promise<boolean>
}

/** What is exported: the samples of one moment, of the dataset or of a version, and their label definitions. */
type Source = { labelSet: LabelSet; samples(): AsyncIterable<SampleRow> }

/**
 * Writes an export (formats 10) in constant memory, but for the names of files; answers false when it must not go on here. Begun again it
 * writes the same files.
 */
export async function writeExport(services: Services, db: Db, exporting: Exporting): Promise<boolean> {
  const { dataset, plan } = exporting
  const { target, flat, copy_files, clear_hard_property: withoutHard } = plan
  const source = await openSource(services, db, exporting)
  const { total, usageOf, videos } = await lookAhead(source, plan)
  const files = new TargetTree(services.blobs, { target, input: inputFolder(dataset), flat, copy_files, videos })
  const format = writerOf(plan.format, dataset.dataset_type as DatasetType)!
  const records = format.write(files, optionsOf(exporting, source))
  const losses = new LossCounter()
  let problems: Problem[] = []
  let [finished, failed] = [0, 0]
  const report = async () => {
    const told = problems
    problems = []
    const counts = { total_sample_count: total, finished_sample_count: finished, failed, losses: losses.counts }
    return exporting.goesOn(counts, told)
  }
  const write = async (sample: SampleRow) => {
    const record = recordOfSample(
      { ...sample, sample_usage: usageOf(sample) },
      { labelSet: source.labelSet, withoutHard },
    )
    const placed = files.place(plan.clear_difficult ? withoutDifficult(record) : record, placeOfSample(sample))
    try {
      if (format.isManifest && placed.text === undefined) await files.copy(placed.path, placed.path)
      const lost = await records.add(format.isManifest && !copy_files ? { ...placed, path: record.path } : placed)
      for (const loss of lost.filter((one) => isLoss(one, plan))) {
        losses.add(loss)
        problems.push(lossProblem(loss))
      }
    } catch (error) {
      if (!(error instanceof FileFault)) throw error
      failed++
      problems.push({ kind: 'failed', path: record.path, line: record.line ?? null, reason: error.reason })
    }
    finished++
  }
  if (!(await report())) return false
  try {
    for await (const sample of source.samples()) {
      await write(sample)
      if (finished % STEP > 0) continue
      if (!(await report())) return false
      await otherWork()
    }
    await records.end()
    await files.settle()
  } finally {
    await files.drop()
  }
  return report()
}

async function openSource({ blobs }: Services, db: Db, { dataset, plan }: Exporting): Promise<Source> {
  const { choice, version_id } = plan
  if (version_id === null) {
    const labelSet = await readLabelSet(db, dataset)
    return { labelSet, samples: () => chosenSamples(db, dataset, { choice, labelSet }) }
  }
  const version = await findVersion(db, dataset.dataset_id, version_id)
  if (!version) throw errors.versionUnknown('version_id: the version was deleted.')
  const { bucket, state: key } = versionFiles(dataset, version)
  const labelSet = labelSetOf(await readDefinitionsOfState(blobs, { bucket, key }))
  const samples = () => chosenOfState(readSamplesOfState(blobs, { bucket, key }), { choice, labelSet })
  return { labelSet, samples }
}

/** Counts what there is to do. Samples that are to be split must all be seen before, and so must videos that key frames name. */
async function lookAhead({ samples }: Source, { train_ratio, seed, copy_files }: ExportPlan) {
  const splitter = train_ratio === null ? null : new Splitter({ ratio: train_ratio, seed })
  const videos = new Set<string>()
  let total = 0
  for await (const sample of samples()) {
    total++
    if (copy_files && sample.sample_type === SampleType.video)
      videos.add(formatObjectPath(placeOfSample(sample), 'slash'))
    if (splitter && isLabelled({ now: sample })) splitter.count(stratumOf(sample))
    if (total % STEP === 0) await otherWork()
  }
  const usageOf = (sample: SampleRow) => {
    if (!splitter) return sample.sample_usage
    return isLabelled({ now: sample }) ? splitter.place(stratumOf(sample)) : null
  }
  return { total, usageOf, videos }
}

function optionsOf({ dataset, plan }: Exporting, { labelSet }: Source): WriteOptions {
  const { target, source_type_header } = plan
  return {
    ...plan.options,
    dataset_type: dataset.dataset_type as DatasetType,
    labels: labelSet.definitions.map(viewLabel),
    text_offset_unit: dataset.text_offset_unit as 'code_point' | 'utf16',
    ...(dataset.label_format !== null && { label_format: JSON.parse(dataset.label_format) as LabelFormat }),
    source_type_header,
    root: formatObjectPath(target, 'slash'),
  }
}

function withoutDifficult(record: SampleRecord): SampleRecord {
  const labels = record.labels.map((label) => {
    const { property = {} } = label
    return 'difficult' in property ? { ...label, property: { ...property, difficult: '0' } } : label
  })
  return { ...record, labels }
}

/** Ids only find samples of the same dataset again; how large a picture is and how long a sound lasts, its file says itself. */
function isLoss({ field }: Loss, { copy_files }: ExportPlan): boolean {
  return field !== 'id' && !(copy_files && (field === 'size' || field === 'duration'))
}

function lossProblem({ path, line, field, reason }: Loss): Problem {
  return { kind: 'changed', path, line: line ?? null, reason: `${field === '' ? '' : `${field} `}${reason}` }
}

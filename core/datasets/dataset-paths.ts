import { type ErrorMaker, errors, type Refusal } from '#contract/errors.ts'
import { formatObjectPath, type ObjectPath, parseObjectPath } from '#core/codecs/object-path.ts'
import { refuseField, type Steps } from '#core/field-refusal.ts'
import { isRefusal } from '#core/refusal.ts'
import { codePointLength } from '#core/text/code-points.ts'

/** Longest `work_path` in characters (formats 6b). */
export const longestWorkPath = 700

const inputAt: Steps = ['data_sources', 0, 'data_path']
const workAt: Steps = ['work_path']

/**
 * The folders of a dataset, each key with `/` at its end: where its samples lie and where it may write (formats 6b).
 * E4350 work path too long, E4313 and E4315 faults of form, E4205 no folder below a bucket, or a work path that is the
 * input path or lies in it. Whether bucket and folder exist is for the store to say.
 */
export function readDatasetPaths(paths: {
  data_path: string
  work_path: string
}): { input: ObjectPath; work: ObjectPath } | Refusal {
  if (codePointLength(paths.work_path) > longestWorkPath) {
    return refuseField(errors.workPathTooLong, workAt, `must have at most ${longestWorkPath} characters`)
  }
  const input = readFolder(paths.data_path, inputAt)
  if (isRefusal(input)) return input
  const work = readFolder(paths.work_path, workAt)
  if (isRefusal(work)) return work
  if (work.bucket === input.bucket && work.key.startsWith(input.key)) {
    return refuseField(errors.pathNotSubfolder, workAt, 'must not be the input path nor a folder in it')
  }
  return { input, work }
}

/** The input path of a dataset that is there: its form was checked when it was made. */
export function inputFolder({ data_sources }: { data_sources: string }): ObjectPath {
  const [{ data_path }] = JSON.parse(data_sources) as [{ data_path: string }]
  const folder = readFolder(data_path, inputAt)
  if (isRefusal(folder)) throw new Error(`The input path ${data_path} cannot be read`)
  return folder
}

/** A folder below a bucket, with or without `/` at its end. */
export function readFolder(text: string, at: Steps): ObjectPath | Refusal {
  const path = parseObjectPath(text)
  if (isRefusal(path)) return atField(path, at)
  if (path.key === '') return refuseField(errors.pathNotSubfolder, at, 'must be a folder below a bucket')
  return path.key.endsWith('/') ? path : { ...path, key: `${path.key}/` }
}

/** The folder of one dataset in its work path; it keeps this name when the dataset is renamed. */
export function innerWorkPathOf(work: ObjectPath, dataset_name: string, dataset_id: string): string {
  return formatObjectPath({ ...work, key: `${work.key}${dataset_name}-${dataset_id}/` }, 'slash')
}

function atField({ error_code, error_msg }: Refusal, at: Steps): Refusal {
  const entry = [errors.pathCharacters, errors.pathDoubleSlash].find((one) => one.error_code === error_code)
  return refuseField(entry as ErrorMaker, at, error_msg)
}

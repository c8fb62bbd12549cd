import { isFileOfDataset } from '#adapters/files/file-types.ts'
import type { DatasetRow } from '#adapters/sql/tables.ts'
import { type DatasetType, SampleType } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { quote } from '#contract/text.ts'
import { faultOfKey, type ObjectPath, parseObjectPath } from '#core/codecs/object-path.ts'
import { readFolder } from '#core/datasets/dataset-paths.ts'
import { sampleTypeOf } from '#core/datasets/dataset-types.ts'
import { isRefusal } from '#core/refusal.ts'
import { authorize } from '#server/access.ts'
import type { Actor } from '#server/actor.ts'
import { LARGEST_IMAGE } from '#server/limits.ts'
import { refuse } from '#server/refuse.ts'
import type { Services } from '#server/services.ts'

/** Where an upload is to go, as the metadata of the upload says it. */
export type UploadNames = { path: string } | { dataset_id: string; filename: string }

export type UploadTarget = { object: ObjectPath; dataset: DatasetRow | null; most: number }

/**
 * What Upload-Metadata says (tus 1.0, creation): `path` names an object of the store, or `dataset_id` and `filename` a file that
 * becomes a sample. Other keys are for whoever sent them. E4396 for anything else.
 */
export function readUploadNames(header: string | undefined): UploadNames {
  const { path, dataset_id, filename } = readMetadata(header ?? '')
  if (path !== undefined && dataset_id === undefined) return { path }
  if (path === undefined && dataset_id !== undefined && filename !== undefined) return { dataset_id, filename }
  throw errors.parameterInvalid('Upload-Metadata must hold either path, or dataset_id and filename.')
}

function readMetadata(header: string): Record<string, string | undefined> {
  const pairs = header.split(',').map((pair) => {
    const [key = '', value = ''] = pair.trim().split(' ')
    const bytes = Buffer.from(value, 'base64')
    return [key, bytes.toString()] as const
  })
  return Object.fromEntries(pairs)
}

/**
 * Where the file is to lie, and how large it may be; asked again when it has come. Refuses what the caller may not, what does
 * not exist, and names that no file of the dataset has.
 */
export async function findUploadTarget(services: Services, actor: Actor, names: UploadNames): Promise<UploadTarget> {
  const { largestUpload } = services.config
  if ('path' in names) {
    if (actor.worker) throw errors.memberMayNot()
    const object = parseObjectPath(names.path)
    if (isRefusal(object)) throw refuse(object)
    refuseKey(object.key, names.path)
    return { object, dataset: null, most: largestUpload }
  }
  const { dataset_id, filename } = names
  const { dataset } = await authorize(services.store.db, actor, 'UploadSamplesJson', { dataset_id })
  const [source] = JSON.parse(dataset!.data_sources) as [{ data_path: string }]
  const input = readFolder(source.data_path, ['data_path'])
  if (isRefusal(input)) throw refuse(input)
  const key = `${input.key}${filename}`
  refuseKey(key, filename)
  const type = dataset!.dataset_type as DatasetType
  if (!isFileOfDataset(type, key)) {
    throw errors.parameterInvalid(`filename: ${quote(filename)} is no file for a dataset of type ${type}`)
  }
  const most = sampleTypeOf(type) === SampleType.image ? Math.min(LARGEST_IMAGE, largestUpload) : largestUpload
  return { object: { bucket: input.bucket, key }, dataset: dataset!, most }
}

/** Refused before the bytes come, and not only when the store is to take them. */
function refuseKey(key: string, name: string): void {
  const isFile = key !== '' && !key.endsWith('/')
  const isHidden = key.split('/').some((part) => part.startsWith('.'))
  const fault = !isFile ? 'must name a file' : isHidden ? 'must not hold a part that begins with "."' : faultOfKey(key)
  if (fault !== undefined) throw errors.pathCharacters(`The path ${quote(name)} ${fault}.`)
}

import { findSampleIds, findSamplesNamed } from '#adapters/sql/samples.ts'
import type { Db } from '#adapters/sql/store.ts'
import { formatObjectPath, type ObjectPath } from '#core/codecs/object-path.ts'
import type { SampleRecord } from '#core/formats/record.ts'
import { sampleIdOf } from '#server/ids.ts'

/**
 * The sample of a dataset that a record without a file of its own is about (formats 7, `import_samples`): the one that it names
 * by its id or path, else the only one whose file has that name. `reason` is the end of a sentence.
 */
export async function findNamedSample(
  db: Db,
  { dataset_id, places, record }: { dataset_id: string; places: readonly ObjectPath[]; record: SampleRecord },
): Promise<{ sample_id: string } | { reason: string }> {
  const { text, id, path } = record
  const line = text === undefined ? null : (record.line ?? null)
  const exact = places.map((place) => sampleIdOf(dataset_id, formatObjectPath(place, 'slash'), line))
  const named = text !== undefined && id !== undefined ? [id, ...exact] : exact
  const known = await findSampleIds(db, dataset_id, named)
  const sample_id = named.find((one) => known.has(one))
  if (sample_id !== undefined) return { sample_id }
  const [found, another] = await findSamplesNamed(db, dataset_id, {
    sample_name: path.slice(path.lastIndexOf('/') + 1),
    line,
  })
  if (found === undefined) return { reason: 'is no sample of the dataset' }
  return another === undefined ? { sample_id: found } : { reason: 'is the name of several samples of the dataset' }
}

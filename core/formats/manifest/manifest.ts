import { DatasetType } from '#contract/codes.ts'
import type { Format } from '#core/formats/format.ts'
import { readManifest } from './read-manifest.ts'
import { ManifestWriter } from './write-manifest.ts'

/** A line of JSON for every sample (formats 3): what versions are published as and what every type can travel in. */
export const manifest: Format = {
  name: 'manifest',
  dataset_types: Object.values(DatasetType),
  isManifest: true,
  read: readManifest,
  write: (files, options) => new ManifestWriter(files, options),
}

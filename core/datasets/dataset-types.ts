import { DatasetType, SampleType } from '#contract/codes.ts'

const sampleTypes: Record<DatasetType, SampleType> = {
  [DatasetType.imageClassification]: SampleType.image,
  [DatasetType.objectDetection]: SampleType.image,
  [DatasetType.imageSegmentation]: SampleType.image,
  [DatasetType.textClassification]: SampleType.text,
  [DatasetType.namedEntities]: SampleType.text,
  [DatasetType.textTriplets]: SampleType.text,
  [DatasetType.soundClassification]: SampleType.audio,
  [DatasetType.speechContent]: SampleType.audio,
  [DatasetType.speechParagraphs]: SampleType.audio,
  [DatasetType.table]: SampleType.table,
  [DatasetType.video]: SampleType.video,
  [DatasetType.free]: SampleType.free,
}

/** What the samples of a dataset are (formats 1). */
export function sampleTypeOf(dataset_type: number): SampleType {
  return sampleTypes[dataset_type as DatasetType]
}

/** Samples that a dataset may hold (formats 2); more is E0118. */
export const mostSamples = 1_000_000

/** Keys in the property of a label, the metadata of a sample and the property of a definition. */
export const keys = {
  shape: '@modelarts:shape',
  feature: '@modelarts:feature',
  startIndex: '@modelarts:start_index',
  endIndex: '@modelarts:end_index',
  from: '@modelarts:from',
  to: '@modelarts:to',
  startTime: '@modelarts:start_time',
  endTime: '@modelarts:end_time',
  content: '@modelarts:content',
  source: '@modelarts:source',
  hard: '@modelarts:hard',
  hardCoefficient: '@modelarts:hard_coefficient',
  hardReasons: '@modelarts:hard_reasons',
  size: '@modelarts:size',
  importOrigin: '@modelarts:import_origin',
  parentSource: '@modelarts:parent_source',
  parentSampleId: '@modelarts:parent_sample_id',
  parentDuration: '@modelarts:parent_duration',
  timeInVideo: '@modelarts:time_in_video',
  empty: '@muster:empty',
  orientation: '@muster:orientation',
  contentChanged: '@muster:content_changed',
  synchronized: '@muster:synchronized',
  defaultShape: '@modelarts:default_shape',
  fromType: '@modelarts:from_type',
  toType: '@modelarts:to_type',
  color: '@modelarts:color',
  clockwiseAngle: '@modelarts:clockwise_angle',
} as const

/** The keys of a label property that belong to certain label types alone. */
export const typedKeys: ReadonlySet<string> = new Set([
  keys.shape,
  keys.feature,
  keys.startIndex,
  keys.endIndex,
  keys.from,
  keys.to,
  keys.startTime,
  keys.endTime,
  keys.content,
  keys.source,
  keys.hard,
  keys.hardCoefficient,
  keys.hardReasons,
])

/** Keys allowed on every label without a definition: rotated boxes and the flags of Pascal VOC files (formats.md 5). */
const freeKeys: ReadonlySet<string> = new Set<string>([
  keys.clockwiseAngle,
  '@modelarts:rotate_background',
  'pose',
  'truncated',
  'occluded',
  'difficult',
])

export function isFreeKey(key: string): boolean {
  return freeKeys.has(key)
}

/** Keys under which extensions of ours carry any JSON. */
export function isExtensionKey(key: string): boolean {
  return key.startsWith('@muster:')
}

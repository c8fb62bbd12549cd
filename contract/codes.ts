/**
 * The numbers and fixed words of the wire, by name. Everything else refers to these tables: `AcceptanceAction.passAll`
 * rather than `0`. Each table is followed by the type of its values.
 */

type ValueOf<Table> = Table[keyof Table]

export const DatasetType = {
  imageClassification: 0,
  objectDetection: 1,
  imageSegmentation: 3,
  textClassification: 100,
  namedEntities: 101,
  textTriplets: 102,
  soundClassification: 200,
  speechContent: 201,
  speechParagraphs: 202,
  table: 400,
  video: 600,
  free: 900,
} as const
export type DatasetType = ValueOf<typeof DatasetType>

/** Tables and free formats have no label type; triplet entities have no dataset type of their own. */
export const LabelType = {
  imageClassification: 0,
  objectDetection: 1,
  imageSegmentation: 3,
  textClassification: 100,
  namedEntity: 101,
  tripletRelation: 102,
  tripletEntity: 103,
  soundClassification: 200,
  speechContent: 201,
  speechParagraph: 202,
  video: 600,
} as const
export type LabelType = ValueOf<typeof LabelType>

export const SampleType = { image: 0, text: 1, audio: 2, table: 4, video: 6, free: 9 } as const
export type SampleType = ValueOf<typeof SampleType>

/** Life cycle of a dataset: behaviour 2.1. */
export const DatasetStatus = {
  creating: 0,
  normal: 1,
  deleting: 2,
  deleted: 3,
  abnormal: 4,
  synchronizing: 5,
  publishing: 6,
  switching: 7,
  importing: 8,
} as const
export type DatasetStatus = ValueOf<typeof DatasetStatus>

export const DatasetFormat = { files: 0, table: 1 } as const
export type DatasetFormat = ValueOf<typeof DatasetFormat>

export const WorkPathType = { objectStorage: 0 } as const
export type WorkPathType = ValueOf<typeof WorkPathType>

export const DataSourceType = {
  objectStorage: 0,
  gaussdb: 1,
  dli: 2,
  rds: 3,
  mrs: 4,
  gallery: 5,
  inference: 6,
} as const
export type DataSourceType = ValueOf<typeof DataSourceType>

/** Documented for the filters of ListDatasets and DescDataset without a meaning per number. */
export const RUNNING_TASK_TYPES = [0, 1, 2, 3, 4, 5, 6, 7] as const
export type RunningTaskType = (typeof RUNNING_TASK_TYPES)[number]

/** `normal` is called "running" on the pages and is what every finished version shows. */
export const VersionStatus = { creating: 0, normal: 1, deleting: 2, deleted: 3, error: 4 } as const
export type VersionStatus = ValueOf<typeof VersionStatus>

export const AnalysisStatus = { initialized: 0, running: 1, completed: 2, failed: 3 } as const
export type AnalysisStatus = ValueOf<typeof AnalysisStatus>

/** Versions carry numbers in queries and the words of `VERSION_FORMATS` in bodies. */
export const VersionFormat = { default: 0, carbonData: 1, csv: 2 } as const
export type VersionFormat = ValueOf<typeof VersionFormat>

export const VERSION_FORMATS = ['Default', 'CarbonData', 'CSV'] as const
export type VersionFormatWord = (typeof VERSION_FORMATS)[number]

/** Life cycle of a team labelling task: behaviour 2.2. */
export const WorkforceTaskStatus = {
  starting: 0,
  running: 1,
  accepting: 2,
  accepted: 3,
  rejected: 4,
  synchronizing: 5,
  created: 6,
  sampling: 7,
} as const
export type WorkforceTaskStatus = ValueOf<typeof WorkforceTaskStatus>

/** What a member sees of a task: sampling and synchronizing are reported as accepting (behaviour 2.2). */
export const WorkerTaskStatus = {
  starting: 0,
  running: 1,
  accepting: 2,
  accepted: 3,
  rejected: 4,
  created: 6,
} as const
export type WorkerTaskStatus = ValueOf<typeof WorkerTaskStatus>

/** `owner` is never a membership role (behaviour 1). */
export const WorkerRole = { labeler: 0, reviewer: 1, manager: 2, owner: 3 } as const
export type WorkerRole = ValueOf<typeof WorkerRole>

export const MemberRole = { labeler: 0, reviewer: 1, manager: 2 } as const
export type MemberRole = ValueOf<typeof MemberRole>

export const WorkerStatus = { notInvited: 0, invited: 1, loggedIn: 2, deleted: 3 } as const
export type WorkerStatus = ValueOf<typeof WorkerStatus>

export const EmailStatus = { notSent: 0, malformed: 1, unreachable: 2, sent: 3 } as const
export type EmailStatus = ValueOf<typeof EmailStatus>

/** What an owner can do with an open acceptance: truth table in behaviour 5.4. */
export const AcceptanceAction = {
  passAll: 0,
  rejectAll: 1,
  cancel: 2,
  conflicts: 3,
  passAcceptedAndUnprocessed: 4,
  passAcceptedOnly: 5,
} as const
export type AcceptanceAction = ValueOf<typeof AcceptanceAction>

/** The actions that end an acceptance with a verdict. */
export const FinishingAction = {
  passAll: 0,
  rejectAll: 1,
  passAcceptedAndUnprocessed: 4,
  passAcceptedOnly: 5,
} as const
export type FinishingAction = ValueOf<typeof FinishingAction>

export const DeletePolicy = { labelOnly: 0, samplesToo: 1, samplesAndFiles: 2 } as const
export type DeletePolicy = ValueOf<typeof DeletePolicy>

export const DataSyncType = { none: 0, data: 1, labels: 2, dataAndLabels: 3 } as const
export type DataSyncType = ValueOf<typeof DataSyncType>

/** Import tasks answer numbers and take the words of `IMPORT_TYPES`. */
export const ImportType = { folder: 0, manifest: 1 } as const
export type ImportType = ValueOf<typeof ImportType>

export const IMPORT_TYPES = ['dir', 'manifest'] as const
export type ImportTypeWord = (typeof IMPORT_TYPES)[number]

export const ExportType = { labelled: 0, unlabelled: 1, all: 2, searched: 3 } as const
export type ExportType = ValueOf<typeof ExportType>

export const ExportFormat = { tree: 1, flat: 2 } as const
export type ExportFormat = ValueOf<typeof ExportFormat>

/** States of imports and synchronisations. */
export const JOB_STATES = ['QUEUING', 'STARTING', 'RUNNING', 'COMPLETED', 'FAILED', 'NOT_EXIST'] as const
export type JobState = (typeof JOB_STATES)[number]

/** States of exports; the spelling of the last one is the wire's. */
export const EXPORT_STATES = ['INIT', 'RUNNING', 'FAILED', 'SUCCESSED'] as const
export type ExportState = (typeof EXPORT_STATES)[number]

export const TaskStatus = {
  queuing: -1,
  initializing: 0,
  running: 1,
  failed: 2,
  succeeded: 3,
  stopping: 4,
  stopped: 5,
} as const
export type TaskStatus = ValueOf<typeof TaskStatus>

export const TASK_TYPES = ['auto-label', 'pre-label', 'auto-grouping'] as const
export type TaskType = (typeof TASK_TYPES)[number]

export const GroupingResult = { toStorage: 0, ontoSamples: 1 } as const
export type GroupingResult = ValueOf<typeof GroupingResult>

export const ProcessorTaskStatus = { initialized: 0, running: 1, completed: 2, failed: 3, stopped: 4 } as const
export type ProcessorTaskStatus = ValueOf<typeof ProcessorTaskStatus>

/** The processing task a version was made by knows three more ends than a processing task itself. */
export const VersionProcessorTaskStatus = {
  initialized: 0,
  running: 1,
  completed: 2,
  failed: 3,
  stopped: 4,
  timedOut: 5,
  deletionFailed: 6,
  stopFailed: 7,
} as const
export type VersionProcessorTaskStatus = ValueOf<typeof VersionProcessorTaskStatus>

export const ResultProperty = { all: -1, kept: 0, modified: 1, deleted: 2, added: 3 } as const
export type ResultProperty = ValueOf<typeof ResultProperty>

/** `@modelarts:shape`; the points each one takes stand in behaviour 4.5. */
export const SHAPES = ['bndbox', 'polygon', 'circle', 'line', 'dashed', 'point', 'polyline'] as const
export type Shape = (typeof SHAPES)[number]

/**
 * Values of the `sample_state` filters. `__ALL__` means labelled, not everything: to get everything the filter is left
 * out or empty (behaviour 2.3).
 */
export const SampleState = {
  all: '__ALL__',
  none: '__NONE__',
  uncheck: '__UNCHECK__',
  accepted: '__ACCEPTED__',
  rejected: '__REJECTED__',
  unreviewed: '__UNREVIEWED__',
  reviewed: '__REVIEWED__',
  sampled: '__WORKFORCE_SAMPLED__',
  sampledUncheck: '__WORKFORCE_SAMPLED_UNCHECK__',
  sampledChecked: '__WORKFORCE_SAMPLED_CHECKED__',
  sampledAccepted: '__WORKFORCE_SAMPLED_ACCEPTED__',
  sampledRejected: '__WORKFORCE_SAMPLED_REJECTED__',
  autoAnnotation: '__AUTO_ANNOTATION__',
} as const
export type SampleState = ValueOf<typeof SampleState>

export const SAMPLE_USAGES = ['TRAIN', 'EVAL', 'TEST', 'INFERENCE'] as const
export type SampleUsage = (typeof SAMPLE_USAGES)[number]

/** Ratings of an owner or reviewer, best first. The report adds E for a mean below D. */
export const RATINGS = ['A', 'B', 'C', 'D'] as const
export type Rating = (typeof RATINGS)[number]

export const LOCALES = ['en-us', 'zh-cn'] as const
export type Locale = (typeof LOCALES)[number]

/** Encodings of text and table files that can be uploaded. */
export const ENCODINGS = ['UTF-8', 'GBK', 'GB2312'] as const
export type Encoding = (typeof ENCODINGS)[number]

/** Why a sample counts as a hard example: the index is the id that `@modelarts:hard_reasons` carries. */
export const HARD_REASONS = [
  'nothing recognised',
  'low confidence',
  'clusters of training data disagree with prediction',
  'prediction unlike training data of that class',
  'similar consecutive images predicted differently',
  'resolution unlike training data',
  'image aspect ratio unlike training data',
  'brightness unlike training data',
  'saturation unlike training data',
  'colour richness unlike training data',
  'sharpness unlike training data',
  'number of boxes unlike training data',
  'spread of box areas unlike training data',
  'box aspect ratio unlike training data',
  'box area share unlike training data',
  'box edges unlike training data',
  'box brightness unlike training data',
  'box sharpness unlike training data',
  'box overlap unlike training data',
  'prediction changes under GaussianBlur',
  'prediction changes under fliplr',
  'prediction changes under Crop',
  'prediction changes under flipud',
  'prediction changes under scale',
  'prediction changes under translate',
  'prediction changes under shear',
  'prediction changes under superpixels',
  'prediction changes under sharpen',
  'prediction changes under add',
  'prediction changes under invert',
  'predicted to be an outlier',
] as const

/** Dataset types that can be labelled by a team (behaviour 3.1); others answer 501. */
export const TEAM_DATASET_TYPES: readonly DatasetType[] = [0, 1, 100, 101, 102, 202]

/** Dataset types whose samples are lines of text. */
export const TEXT_DATASET_TYPES: readonly DatasetType[] = [100, 101, 102]

import { catalogue, entry } from './refusals.ts'

export type { ErrorMaker, Refusal } from './refusals.ts'
export { MusterError } from './refusals.ts'

/**
 * Every refusal Muster makes. `...NotFound` is 404, for something the URL names; `...Unknown` is the same code with 400,
 * for something a body names (D45). What belongs to somebody else is refused exactly like what does not exist.
 */
export const errors = catalogue({
  // Transport
  noSuchApi: entry(404, 'ModelArts.4204', 'There is no such API.', 'The address names no operation.'),
  methodNotAllowed: entry(
    405,
    'ModelArts.4204',
    'This address does not take this method.',
    'The address exists, with other methods.',
  ),
  requestMalformed: entry(
    400,
    'ModelArts.4200',
    'The request cannot be understood.',
    'Broken HTTP or percent encoding.',
  ),
  requestTimedOut: entry(
    408,
    'ModelArts.4205',
    'The request did not arrive in time.',
    'Headers or body come too slowly.',
  ),
  bodyTooLarge: entry(
    413,
    'ModelArts.4104',
    'The request body is larger than 12 MiB.',
    'A body exceeds 12 MiB, or 64 KiB where one signs in, sets a password or keeps preferences.',
  ),
  badJson: entry(
    400,
    'ModelArts.4105',
    'The request body is not valid JSON.',
    'Broken or dangerous JSON: duplicate or forbidden keys, lone surrogates, NUL characters, too deep.',
  ),
  unsupportedMediaType: entry(
    415,
    'ModelArts.4105',
    'The request body must be application/json.',
    'A body of another content type.',
  ),
  emptyRequest: entry(
    400,
    'ModelArts.4202',
    'The request is empty.',
    'A body or list that must hold something is missing or empty.',
  ),
  parameterInvalid: entry(
    400,
    'ModelArts.4396',
    'A parameter is invalid.',
    'Any bad parameter of any call: type, unlisted value, range, missing.',
  ),
  languageNotSupported: entry(
    400,
    'ModelArts.4398',
    'The language is not supported: locale must be en-us or zh-cn.',
    'An unknown locale.',
  ),
  limitExceeded: entry(
    400,
    'ModelArts.0118',
    'The request exceeds a limit.',
    'More teams, members, labels, samples, text or items of a batch than allowed.',
  ),
  tooManyRequests: entry(
    429,
    'ModelArts.4206',
    'There are too many requests; try again later.',
    'Too many attempts to sign in, or too many calls at once.',
  ),
  notSupported: entry(
    501,
    'ModelArts.4383',
    'The operation is not supported for this dataset.',
    'The operation is not built yet, or not for datasets of this type.',
  ),
  rangeNotThere: entry(
    416,
    'ModelArts.4207',
    'The file has no such bytes.',
    'A range of bytes begins beyond the end of a file.',
  ),
  uploadNotFound: entry(
    404,
    'ModelArts.4208',
    'The upload does not exist, or not any more.',
    'The URL names an upload that is unknown, or of which nothing was heard for a day.',
  ),
  uploadOffset: entry(
    409,
    'ModelArts.4209',
    'The bytes do not follow those that have come.',
    'Upload-Offset is not the number of bytes that the upload has.',
  ),
  uploadVersion: entry(
    412,
    'ModelArts.4210',
    'Uploads need the header Tus-Resumable: 1.0.0.',
    'An upload is not spoken to in version 1.0.0 of the protocol tus.',
  ),
  internalError: entry(500, 'ModelArts.0010', 'An internal error occurred.', 'A fault of the server itself.'),
  unavailable: entry(
    503,
    'ModelArts.4302',
    'The server cannot answer now; try again later.',
    'The database cannot be reached, or the server is stopping.',
  ),

  // Identity
  tokenMissing: entry(
    401,
    'ModelArts.0201',
    'The token is missing: send X-Auth-Token.',
    'Neither X-Auth-Token nor the cookie of a session.',
  ),
  tokenExpired: entry(
    401,
    'ModelArts.0202',
    'The token has expired.',
    'The token is older than its 24 hours, or the session of the console lay idle for too long.',
  ),
  tokenInvalid: entry(401, 'ModelArts.0203', 'The token is not valid.', 'The token was never issued, or was revoked.'),
  tokenWithoutProject: entry(
    400,
    'ModelArts.0204',
    'The token carries no project.',
    'A token for a domain is used for a call on a project.',
  ),
  projectMismatch: entry(
    403,
    'ModelArts.0210',
    'The project in the address is not the project of the token.',
    'project_id differs from the token.',
  ),
  notFromConsole: entry(
    403,
    'ModelArts.4336',
    'The call does not come from the console.',
    'A call with the session cookie comes from a page of another origin, or would change something without X-Muster-Console.',
  ),
  sessionOfAnother: entry(
    401,
    'ModelArts.0211',
    'Somebody else is signed in with this browser by now.',
    'A call with the session cookie names another account in X-Muster-Account than the one of the session.',
  ),
  wrongPassword: entry(
    401,
    'ModelArts.4122',
    'The user name or the password is wrong.',
    'Signing in fails; clients expect 401 here.',
  ),
  oldPasswordWrong: entry(
    400,
    'ModelArts.4122',
    'The old password is wrong.',
    'Somebody who is signed in changes his password and does not know the old one.',
  ),
  passwordTooWeak: entry(
    400,
    'ModelArts.4128',
    'The password is too weak.',
    'Somebody chooses a password that is too short or too common.',
  ),
  memberNotRegistered: entry(
    401,
    'ModelArts.4632',
    'The member is not registered.',
    'The caller no longer has a member record.',
  ),
  invitationInvalid: entry(
    400,
    'ModelArts.4609',
    'The invitation is unknown, used or expired.',
    'A password is set with a link that does not work any more.',
  ),
  resetTooOften: entry(
    400,
    'ModelArts.4634',
    'A password can be reset once in 300 seconds.',
    'A second link is asked for within 300 s.',
  ),
  memberMayNot: entry(
    403,
    'ModelArts.4600',
    'A member may not do this.',
    'The role of the caller does not allow the operation, or the state of an entry does not allow a member.',
  ),
  memberMayNotCreateTask: entry(
    401,
    'ModelArts.4804',
    'A member may not create a labelling task.',
    'A member creates a team task.',
  ),

  // Storage
  bucketNotFound: entry(400, 'ModelArts.4311', 'The bucket does not exist.', 'A path names an unknown bucket.'),
  pathNotFound: entry(400, 'ModelArts.4312', 'The path does not exist.', 'A path names no folder or file.'),
  pathCharacters: entry(
    400,
    'ModelArts.4313',
    'The path holds characters that are not allowed.',
    'A path holds other characters than allowed, or leaves its bucket.',
  ),
  sourceRefused: entry(
    403,
    'ModelArts.4310',
    'This address of a file is not valid, or not any more.',
    'The signed address of a sample was changed or has expired.',
  ),
  storageFailed: entry(400, 'ModelArts.4314', 'The storage could not be accessed.', 'Reading or writing a file fails.'),
  pathDoubleSlash: entry(400, 'ModelArts.4315', 'The path must not hold //.', 'A path holds an empty part.'),
  pathNotSubfolder: entry(
    400,
    'ModelArts.4205',
    'The path must be a folder below a bucket.',
    'The work path is a bucket, the input path or a folder in it.',
  ),

  // Datasets
  datasetNotFound: entry(404, 'ModelArts.4352', 'The dataset does not exist.', 'The URL names an unknown dataset.'),
  datasetNameTaken: entry(
    400,
    'ModelArts.4351',
    'The dataset name is taken.',
    'Another dataset of the project has the name.',
  ),
  demoExists: entry(
    409,
    'ModelArts.4351',
    'The demo project is there already.',
    'The demo project is asked for while its team, its members or one of its datasets is there.',
  ),
  workPathTooLong: entry(
    400,
    'ModelArts.4350',
    'The work_path is longer than 700 characters.',
    'The work path exceeds 700 characters.',
  ),
  datasetDeleting: entry(
    400,
    'ModelArts.4344',
    'The dataset is being deleted.',
    'Labels are written while the dataset is being deleted.',
  ),
  datasetHasOpenTasks: entry(
    403,
    'ModelArts.4803',
    'The dataset has unfinished team tasks.',
    'A dataset with unfinished team tasks is deleted.',
  ),
  publishRunning: entry(
    400,
    'ModelArts.4343',
    'A version is being published.',
    'Other work on the dataset is begun while a version is published.',
  ),
  importRunning: entry(
    400,
    'ModelArts.4356',
    'Data is being imported.',
    'Other work on the dataset is begun while data is imported into it.',
  ),
  syncRunning: entry(
    400,
    'ModelArts.4355',
    'The dataset is being synchronised.',
    'Other work on the dataset is begun while it is synchronised.',
  ),
  syncFailed: entry(
    500,
    'ModelArts.4360',
    'The synchronisation failed.',
    'A synchronisation ends so when the input path is empty but the dataset is not, or when files cannot be read.',
  ),
  datasetAbnormal: entry(
    400,
    'ModelArts.4392',
    'The dataset could not be made.',
    'Work is begun on a dataset whose first import failed.',
  ),
  nothingToImport: entry(
    400,
    'ModelArts.4340',
    'There is nothing to import.',
    'An import task ends so when its source holds no file of the type of the dataset.',
  ),
  importFailed: entry(
    400,
    'ModelArts.4362',
    'The import failed.',
    'An import task ends so when its manifest cannot be read, or at the first fault of a strict import.',
  ),
  dataTaskNotFound: entry(
    404,
    'ModelArts.4359',
    'The task does not exist.',
    'The URL names an unknown import, synchronisation or export.',
  ),
  workStopped: entry(
    400,
    'ModelArts.4363',
    'The work was stopped.',
    'An import, a synchronisation or an export ends so when somebody stops it.',
  ),
  publishBarsLabels: entry(
    400,
    'ModelArts.4381',
    'Labels cannot be written while a version is published or switched.',
    'Dataset labels are written or an acceptance is finished while a version is published or switched.',
  ),
  switchRunning: entry(
    400,
    'ModelArts.4349',
    'The version is being switched.',
    'Another change is asked for while the version is switched.',
  ),
  versionNotFound: entry(
    404,
    'ModelArts.4353',
    'The dataset version does not exist.',
    'The URL names an unknown version.',
  ),
  versionUnknown: entry(
    400,
    'ModelArts.4353',
    'The dataset version does not exist.',
    'current_version_id names an unknown version.',
  ),
  exportPathInvalid: entry(
    400,
    'ModelArts.4358',
    'The path of the export cannot be used.',
    'An export is to write into the data or among the versions of its own dataset.',
  ),
  publishTooSoon: entry(
    400,
    'ModelArts.4370',
    'A version was published within the last minute; try again later.',
    'Two versions of a dataset are published within a minute.',
  ),
  versionNameTaken: entry(
    400,
    'ModelArts.4371',
    'There is already a version of that name.',
    'A version gets the name of another one of the dataset.',
  ),
  notSplittable: entry(
    400,
    'ModelArts.4711',
    'The labelled samples cannot be split.',
    'A split is asked for where fewer than two labels are on five samples each, or of a dataset of another type.',
  ),
  openTaskBarsSwitch: entry(
    400,
    'ModelArts.4615',
    'The version cannot be switched while a team task is unfinished.',
    'A version is switched while a team task is unfinished.',
  ),

  // Samples
  sampleNotFound: entry(404, 'ModelArts.4420', 'The sample does not exist.', 'The URL names an unknown sample.'),
  sampleUnknown: entry(
    400,
    'ModelArts.4420',
    'The sample does not exist.',
    'A body names a sample that is unknown, not in the task or not to be judged now.',
  ),
  sampleUnreadable: entry(
    400,
    'ModelArts.4421',
    'The sample could not be uploaded.',
    'Uploaded bytes are not Base64, no image, text that cannot be read, or one text of more than 1 MiB.',
  ),
  sampleExists: entry(400, 'ModelArts.4422', 'The sample exists already.', 'A sample of that name is uploaded again.'),
  sizeUnknown: entry(
    400,
    'ModelArts.4423',
    'The image size is not known; send @modelarts:size.',
    'Detection labels without any known image size, or a size that contradicts the known one.',
  ),
  revisionStale: entry(
    412,
    'ModelArts.4431',
    'The labels have been changed meanwhile.',
    'If-Match, or the revision in a sample or verdict of the body, is not the one that the labels have by now.',
  ),
  commentNotFound: entry(404, 'ModelArts.4432', 'The comment does not exist.', 'The URL names an unknown comment.'),
  sampleNotDeleted: entry(
    500,
    'ModelArts.4424',
    'The sample could not be deleted.',
    'Samples are deleted while an import or a synchronisation runs.',
  ),

  // Labels
  labelNotFound: entry(404, 'ModelArts.4410', 'The label does not exist.', 'The URL names an unknown label.'),
  labelUnknown: entry(
    400,
    'ModelArts.4410',
    'The label does not exist.',
    'A body names a label that is not in the label set.',
  ),
  labelNameTaken: entry(
    400,
    'ModelArts.4411',
    'The label name is taken.',
    'A label is created with, or renamed to, a name in use.',
  ),
  shortcutTaken: entry(400, 'ModelArts.4412', 'The shortcut is taken.', 'Another label has the keyboard shortcut.'),
  labelRule: entry(
    400,
    'ModelArts.4413',
    'The label does not fit the labelling rules.',
    'Type, geometry, offsets or times of a label do not fit the dataset or the sample.',
  ),
  tripletEndMissing: entry(
    400,
    'ModelArts.4414',
    'An entity of the triplet is missing.',
    'A relation points to no entity, or to one of the wrong label.',
  ),
  entityInUse: entry(
    400,
    'ModelArts.4415',
    'The entity label is used by a triplet label.',
    'An entity label is deleted that a relation label needs.',
  ),
  attributeNameTaken: entry(
    400,
    'ModelArts.4428',
    'The attribute name is taken.',
    'A label has two attributes of one name.',
  ),
  attributeValueTaken: entry(
    400,
    'ModelArts.4429',
    'The attribute value is taken.',
    'An attribute has the same choice twice.',
  ),
  attributeUnknown: entry(
    400,
    'ModelArts.4430',
    'The attribute or its value does not exist.',
    'A label carries an undefined attribute, or a choice that is not listed.',
  ),

  // Teams and members
  workforceNotFound: entry(404, 'ModelArts.4601', 'The team does not exist.', 'The URL names an unknown team.'),
  workforceUnknown: entry(400, 'ModelArts.4601', 'The team does not exist.', 'A body names an unknown team.'),
  workforceNameTaken: entry(
    400,
    'ModelArts.4602',
    'The team name is taken.',
    'Another team of the project has the name.',
  ),
  workerNotFound: entry(404, 'ModelArts.4604', 'The member does not exist.', 'The URL names an unknown member.'),
  workerUnknown: entry(
    400,
    'ModelArts.4604',
    'The member does not exist.',
    'A body names nobody, somebody who is not meant, or two different people.',
  ),
  emailTaken: entry(400, 'ModelArts.4605', 'The e-mail address is already in the team.', 'A member is added twice.'),
  managerTaken: entry(400, 'ModelArts.4617', 'The team has a manager already.', 'A second manager is added to a team.'),
  notYourself: entry(
    400,
    'ModelArts.4618',
    'One cannot remove or change oneself.',
    'A manager removes or changes himself.',
  ),
  memberHasOpenTask: entry(
    400,
    'ModelArts.4628',
    'The member still has an unfinished task.',
    'A member of an unfinished task, or his team, is deleted.',
  ),

  // Team tasks
  workforceTaskNotFound: entry(
    404,
    'ModelArts.4619',
    'The team task does not exist.',
    'The URL names an unknown team task.',
  ),
  workforceTaskUnknown: entry(
    400,
    'ModelArts.4619',
    'The team task does not exist.',
    'A body names another team task than the URL.',
  ),
  workforceTaskNameTaken: entry(
    400,
    'ModelArts.4620',
    'The task name is taken.',
    'Another task of the dataset has the name.',
  ),
  tooManyOpenTasks: entry(
    400,
    'ModelArts.4616',
    'The dataset has too many unfinished team tasks.',
    'A dataset has 20 unfinished team tasks.',
  ),
  taskCannotStart: entry(
    400,
    'ModelArts.4621',
    'The task cannot be started.',
    'No labeler is named, another task is being dealt, or the state does not allow it.',
  ),
  twoLabelersNeeded: entry(
    400,
    'ModelArts.4822',
    'At least two labelers are needed.',
    'A repetition of 2 or more with a single labeler.',
  ),
  alreadyReviewed: entry(
    200,
    'ModelArts.4606',
    'The samples have been reviewed already.',
    'Somebody else reviewed all of them first; not a failure.',
  ),
  mailTooOften: entry(
    400,
    'ModelArts.4627',
    'A member can be reminded of a task once in 300 seconds.',
    'A member is reminded again within 300 s.',
  ),

  // Acceptance
  acceptanceNotFound: entry(
    404,
    'ModelArts.4612',
    'The acceptance task does not exist.',
    'checking_task_id names an unknown acceptance.',
  ),
  acceptanceOpen: entry(
    400,
    'ModelArts.4623',
    'An acceptance is open.',
    'Something that must wait until the open acceptance has ended.',
  ),
  acceptanceNotOpen: entry(
    400,
    'ModelArts.4624',
    'No acceptance is open.',
    'Judging or finishing without an open acceptance.',
  ),
  nothingToAccept: entry(
    400,
    'ModelArts.4625',
    'There is nothing to accept.',
    'No entry waits for acceptance, or the task is not in a state to start one.',
  ),
})

export type ErrorName = keyof typeof errors

/** Every code of the catalogue, each once, in order. */
export const codes: readonly string[] = [...new Set(Object.values(errors).map((error) => error.error_code))].sort()

/** What the wire says about a refusal, in a whole reply as well as in one item of a batch. */
export type Refusal = { error_code: string; error_msg: string }

type ErrorCode = `ModelArts.${number}`
type Entry = { status: number; error_code: ErrorCode; error_msg: string; when: string }

/** A refusal that ends a call: thrown by handlers and use cases, turned into a reply in one place. */
export class MusterError extends Error {
  override readonly name = 'MusterError'
  readonly status: number
  readonly error_code: ErrorCode

  constructor(entry: Pick<Entry, 'status' | 'error_code'>, error_msg: string) {
    super(error_msg)
    this.status = entry.status
    this.error_code = entry.error_code
  }

  get error_msg(): string {
    return this.message
  }

  get refusal(): Refusal {
    return { error_code: this.error_code, error_msg: this.message }
  }
}

/**
 * An entry of the catalogue. Called, it makes the error to throw; `refusal` makes the plain value for an item of a batch.
 * Both take a sentence that names field and object; without one the catalogue's own is used.
 */
export type ErrorMaker = ((sentence?: string) => MusterError) &
  Readonly<Entry> & { refusal(sentence?: string): Refusal }

function catalogue<Name extends string>(entries: Record<Name, Entry>): Readonly<Record<Name, ErrorMaker>> {
  const makers = Object.entries<Entry>(entries).map(([name, entry]) => [name, makerOf(entry)])
  return Object.freeze(Object.fromEntries(makers))
}

function makerOf(entry: Entry): ErrorMaker {
  const make = (sentence?: string) => new MusterError(entry, sentence ?? entry.error_msg)
  const refusal = (sentence?: string): Refusal => ({
    error_code: entry.error_code,
    error_msg: sentence ?? entry.error_msg,
  })
  return Object.freeze(Object.assign(make, entry, { refusal }))
}

/**
 * Every refusal Muster makes. `...NotFound` is 404, for something the URL names; `...Unknown` is the same code with 400,
 * for something a body names (D45). What belongs to somebody else is refused exactly like what does not exist.
 */
export const errors = catalogue({
  // Transport
  noSuchApi: {
    status: 404,
    error_code: 'ModelArts.4204',
    error_msg: 'There is no such API.',
    when: 'The address names no operation.',
  },
  methodNotAllowed: {
    status: 405,
    error_code: 'ModelArts.4204',
    error_msg: 'This address does not take this method.',
    when: 'The address exists, with other methods.',
  },
  requestMalformed: {
    status: 400,
    error_code: 'ModelArts.4200',
    error_msg: 'The request cannot be understood.',
    when: 'Broken HTTP or percent encoding.',
  },
  requestTimedOut: {
    status: 408,
    error_code: 'ModelArts.4205',
    error_msg: 'The request did not arrive in time.',
    when: 'Headers or body come too slowly.',
  },
  bodyTooLarge: {
    status: 413,
    error_code: 'ModelArts.4104',
    error_msg: 'The request body is larger than 12 MiB.',
    when: 'A body exceeds 12 MiB.',
  },
  badJson: {
    status: 400,
    error_code: 'ModelArts.4105',
    error_msg: 'The request body is not valid JSON.',
    when: 'Broken or dangerous JSON: duplicate or forbidden keys, lone surrogates, NUL characters, too deep.',
  },
  unsupportedMediaType: {
    status: 415,
    error_code: 'ModelArts.4105',
    error_msg: 'The request body must be application/json.',
    when: 'A body of another content type.',
  },
  emptyRequest: {
    status: 400,
    error_code: 'ModelArts.4202',
    error_msg: 'The request is empty.',
    when: 'A body or list that must hold something is missing or empty.',
  },
  parameterInvalid: {
    status: 400,
    error_code: 'ModelArts.4396',
    error_msg: 'A parameter is invalid.',
    when: 'Any bad parameter of any call: type, unlisted value, range, missing.',
  },
  languageNotSupported: {
    status: 400,
    error_code: 'ModelArts.4398',
    error_msg: 'The language is not supported: locale must be en-us or zh-cn.',
    when: 'An unknown locale.',
  },
  limitExceeded: {
    status: 400,
    error_code: 'ModelArts.0118',
    error_msg: 'The request exceeds a limit.',
    when: 'More teams, members, labels, samples or items of a batch than allowed.',
  },
  tooManyRequests: {
    status: 429,
    error_code: 'ModelArts.4206',
    error_msg: 'There are too many requests; try again later.',
    when: 'Too many attempts to sign in, or too many calls at once.',
  },
  notSupported: {
    status: 501,
    error_code: 'ModelArts.4383',
    error_msg: 'The operation is not supported for this dataset.',
    when: 'The operation is not built yet, or not for datasets of this type.',
  },
  internalError: {
    status: 500,
    error_code: 'ModelArts.0010',
    error_msg: 'An internal error occurred.',
    when: 'A fault of the server itself.',
  },
  unavailable: {
    status: 503,
    error_code: 'ModelArts.4302',
    error_msg: 'The server cannot answer now; try again later.',
    when: 'The database cannot be reached, or the server is stopping.',
  },

  // Identity
  tokenMissing: {
    status: 401,
    error_code: 'ModelArts.0201',
    error_msg: 'The token is missing: send X-Auth-Token.',
    when: 'No X-Auth-Token.',
  },
  tokenExpired: {
    status: 401,
    error_code: 'ModelArts.0202',
    error_msg: 'The token has expired.',
    when: 'The token is older than its 24 hours.',
  },
  tokenInvalid: {
    status: 401,
    error_code: 'ModelArts.0203',
    error_msg: 'The token is not valid.',
    when: 'The token was never issued, or was revoked.',
  },
  tokenWithoutProject: {
    status: 400,
    error_code: 'ModelArts.0204',
    error_msg: 'The token carries no project.',
    when: 'A token for a domain is used for a call on a project.',
  },
  projectMismatch: {
    status: 403,
    error_code: 'ModelArts.0210',
    error_msg: 'The project in the address is not the project of the token.',
    when: 'project_id differs from the token.',
  },
  wrongPassword: {
    status: 401,
    error_code: 'ModelArts.4122',
    error_msg: 'The user name or the password is wrong.',
    when: 'Signing in fails; clients expect 401 here.',
  },
  passwordTooWeak: {
    status: 400,
    error_code: 'ModelArts.4128',
    error_msg: 'The password is too weak.',
    when: 'A member chooses a password that is too short or too common.',
  },
  memberNotRegistered: {
    status: 401,
    error_code: 'ModelArts.4632',
    error_msg: 'The member is not registered.',
    when: 'The caller no longer has a member record.',
  },
  invitationInvalid: {
    status: 400,
    error_code: 'ModelArts.4609',
    error_msg: 'The invitation is unknown, used or expired.',
    when: 'A password is set with a link that does not work any more.',
  },
  resetTooOften: {
    status: 400,
    error_code: 'ModelArts.4634',
    error_msg: 'A password can be reset once in 300 seconds.',
    when: 'A second link is asked for within 300 s.',
  },
  memberMayNot: {
    status: 403,
    error_code: 'ModelArts.4600',
    error_msg: 'A member may not do this.',
    when: 'The role of the caller does not allow the operation, or the state of an entry does not allow a member.',
  },
  memberMayNotCreateTask: {
    status: 401,
    error_code: 'ModelArts.4804',
    error_msg: 'A member may not create a labelling task.',
    when: 'A member creates a team task.',
  },

  // Storage
  bucketNotFound: {
    status: 400,
    error_code: 'ModelArts.4311',
    error_msg: 'The bucket does not exist.',
    when: 'A path names an unknown bucket.',
  },
  pathNotFound: {
    status: 400,
    error_code: 'ModelArts.4312',
    error_msg: 'The path does not exist.',
    when: 'A path names no folder or file.',
  },
  pathCharacters: {
    status: 400,
    error_code: 'ModelArts.4313',
    error_msg: 'The path holds characters that are not allowed.',
    when: 'A path holds other characters than allowed, or leaves its bucket.',
  },
  storageFailed: {
    status: 400,
    error_code: 'ModelArts.4314',
    error_msg: 'The storage could not be accessed.',
    when: 'Reading or writing a file fails.',
  },
  pathDoubleSlash: {
    status: 400,
    error_code: 'ModelArts.4315',
    error_msg: 'The path must not hold //.',
    when: 'A path holds an empty part.',
  },
  pathNotSubfolder: {
    status: 400,
    error_code: 'ModelArts.4205',
    error_msg: 'The path must be a folder below a bucket.',
    when: 'The work path is a bucket, the input path or a folder in it.',
  },

  // Datasets
  datasetNotFound: {
    status: 404,
    error_code: 'ModelArts.4352',
    error_msg: 'The dataset does not exist.',
    when: 'The URL names an unknown dataset.',
  },
  datasetNameTaken: {
    status: 400,
    error_code: 'ModelArts.4351',
    error_msg: 'The dataset name is taken.',
    when: 'Another dataset of the project has the name.',
  },
  workPathTooLong: {
    status: 400,
    error_code: 'ModelArts.4350',
    error_msg: 'work_path is longer than 700 characters.',
    when: 'The work path exceeds 700 characters.',
  },
  workPathTaken: {
    status: 400,
    error_code: 'ModelArts.4364',
    error_msg: 'The folder for the dataset in work_path exists already.',
    when: 'The subfolder that the dataset needs exists.',
  },
  datasetsTooFast: {
    status: 429,
    error_code: 'ModelArts.4395',
    error_msg: 'Datasets or tasks are created too fast; try again later.',
    when: 'Too many datasets or tasks are created in a short time.',
  },
  datasetDeleting: {
    status: 400,
    error_code: 'ModelArts.4344',
    error_msg: 'The dataset is being deleted.',
    when: 'Labels are written while the dataset is being deleted.',
  },
  datasetHasOpenTasks: {
    status: 403,
    error_code: 'ModelArts.4803',
    error_msg: 'The dataset has unfinished team tasks.',
    when: 'A dataset with unfinished team tasks is deleted.',
  },
  publishRunning: {
    status: 400,
    error_code: 'ModelArts.4343',
    error_msg: 'A version is being published.',
    when: 'A version is switched while another is published.',
  },
  publishBarsLabels: {
    status: 400,
    error_code: 'ModelArts.4381',
    error_msg: 'Labels cannot be written while a version is published or switched.',
    when: 'Dataset labels are written or an acceptance is finished while a version is published or switched.',
  },
  switchRunning: {
    status: 400,
    error_code: 'ModelArts.4349',
    error_msg: 'The version is being switched.',
    when: 'Another change is asked for while the version is switched.',
  },
  versionNotFound: {
    status: 404,
    error_code: 'ModelArts.4353',
    error_msg: 'The dataset version does not exist.',
    when: 'The URL names an unknown version.',
  },
  versionUnknown: {
    status: 400,
    error_code: 'ModelArts.4353',
    error_msg: 'The dataset version does not exist.',
    when: 'current_version_id names an unknown version.',
  },
  openTaskBarsSwitch: {
    status: 400,
    error_code: 'ModelArts.4615',
    error_msg: 'The version cannot be switched while a team task is unfinished.',
    when: 'A version is switched while a team task is unfinished.',
  },

  // Samples
  sampleNotFound: {
    status: 404,
    error_code: 'ModelArts.4420',
    error_msg: 'The sample does not exist.',
    when: 'The URL names an unknown sample.',
  },
  sampleUnknown: {
    status: 400,
    error_code: 'ModelArts.4420',
    error_msg: 'The sample does not exist.',
    when: 'A body names a sample that is unknown, not in the task or not to be judged now.',
  },
  sampleExists: {
    status: 400,
    error_code: 'ModelArts.4422',
    error_msg: 'The sample exists already.',
    when: 'A sample of that name is uploaded again.',
  },
  sizeUnknown: {
    status: 400,
    error_code: 'ModelArts.4423',
    error_msg: 'The image size is not known; send @modelarts:size.',
    when: 'Detection labels without any known image size, or a size that contradicts the known one.',
  },
  sampleNotDeleted: {
    status: 500,
    error_code: 'ModelArts.4424',
    error_msg: 'The sample could not be deleted.',
    when: 'Samples are deleted while an import or a synchronisation runs.',
  },

  // Labels
  labelNotFound: {
    status: 404,
    error_code: 'ModelArts.4410',
    error_msg: 'The label does not exist.',
    when: 'The URL names an unknown label.',
  },
  labelUnknown: {
    status: 400,
    error_code: 'ModelArts.4410',
    error_msg: 'The label does not exist.',
    when: 'A body names a label that is not in the label set.',
  },
  labelNameTaken: {
    status: 400,
    error_code: 'ModelArts.4411',
    error_msg: 'The label name is taken.',
    when: 'A label is created with, or renamed to, a name in use.',
  },
  shortcutTaken: {
    status: 400,
    error_code: 'ModelArts.4412',
    error_msg: 'The shortcut is taken.',
    when: 'Another label has the keyboard shortcut.',
  },
  labelRule: {
    status: 400,
    error_code: 'ModelArts.4413',
    error_msg: 'The label does not fit the labelling rules.',
    when: 'Type, geometry, offsets or times of a label do not fit the dataset or the sample.',
  },
  tripletEndMissing: {
    status: 400,
    error_code: 'ModelArts.4414',
    error_msg: 'An entity of the triplet is missing.',
    when: 'A relation points to no entity, or to one of the wrong label.',
  },
  entityInUse: {
    status: 400,
    error_code: 'ModelArts.4415',
    error_msg: 'The entity label is used by a triplet label.',
    when: 'An entity label is deleted that a relation label needs.',
  },
  attributeNameTaken: {
    status: 400,
    error_code: 'ModelArts.4428',
    error_msg: 'The attribute name is taken.',
    when: 'A label has two attributes of one name.',
  },
  attributeValueTaken: {
    status: 400,
    error_code: 'ModelArts.4429',
    error_msg: 'The attribute value is taken.',
    when: 'An attribute has the same choice twice.',
  },
  attributeUnknown: {
    status: 400,
    error_code: 'ModelArts.4430',
    error_msg: 'The attribute or its value does not exist.',
    when: 'A label carries an undefined attribute, or a choice that is not listed.',
  },

  // Teams and members
  workforceNotFound: {
    status: 404,
    error_code: 'ModelArts.4601',
    error_msg: 'The team does not exist.',
    when: 'The URL names an unknown team.',
  },
  workforceUnknown: {
    status: 400,
    error_code: 'ModelArts.4601',
    error_msg: 'The team does not exist.',
    when: 'A body names an unknown team.',
  },
  workforceNameTaken: {
    status: 400,
    error_code: 'ModelArts.4602',
    error_msg: 'The team name is taken.',
    when: 'Another team of the project has the name.',
  },
  workerNotFound: {
    status: 404,
    error_code: 'ModelArts.4604',
    error_msg: 'The member does not exist.',
    when: 'The URL names an unknown member.',
  },
  workerUnknown: {
    status: 400,
    error_code: 'ModelArts.4604',
    error_msg: 'The member does not exist.',
    when: 'A body names nobody, somebody who is not meant, or two different people.',
  },
  emailTaken: {
    status: 400,
    error_code: 'ModelArts.4605',
    error_msg: 'The e-mail address is already in the team.',
    when: 'A member is added twice.',
  },
  managerTaken: {
    status: 400,
    error_code: 'ModelArts.4617',
    error_msg: 'The team has a manager already.',
    when: 'A second manager is added to a team.',
  },
  notYourself: {
    status: 400,
    error_code: 'ModelArts.4618',
    error_msg: 'One cannot remove or change oneself.',
    when: 'A manager removes or changes himself.',
  },
  memberHasOpenTask: {
    status: 400,
    error_code: 'ModelArts.4628',
    error_msg: 'The member still has an unfinished task.',
    when: 'A member of an unfinished task, or his team, is deleted.',
  },

  // Team tasks
  workforceTaskNotFound: {
    status: 404,
    error_code: 'ModelArts.4619',
    error_msg: 'The team task does not exist.',
    when: 'The URL names an unknown team task.',
  },
  workforceTaskUnknown: {
    status: 400,
    error_code: 'ModelArts.4619',
    error_msg: 'The team task does not exist.',
    when: 'A body names another team task than the URL.',
  },
  workforceTaskNameTaken: {
    status: 400,
    error_code: 'ModelArts.4620',
    error_msg: 'The task name is taken.',
    when: 'Another task of the dataset has the name.',
  },
  tooManyOpenTasks: {
    status: 400,
    error_code: 'ModelArts.4616',
    error_msg: 'The dataset has too many unfinished team tasks.',
    when: 'A dataset has 20 unfinished team tasks.',
  },
  taskCannotStart: {
    status: 400,
    error_code: 'ModelArts.4621',
    error_msg: 'The task cannot be started.',
    when: 'No labeler is named, another task is being dealt, or the state does not allow it.',
  },
  twoLabelersNeeded: {
    status: 400,
    error_code: 'ModelArts.4822',
    error_msg: 'At least two labelers are needed.',
    when: 'A repetition of 2 or more with a single labeler.',
  },
  alreadyReviewed: {
    status: 200,
    error_code: 'ModelArts.4606',
    error_msg: 'The samples have been reviewed already.',
    when: 'Somebody else reviewed all of them first; not a failure.',
  },
  mailTooOften: {
    status: 400,
    error_code: 'ModelArts.4627',
    error_msg: 'A member can be reminded of a task once in 300 seconds.',
    when: 'A member is reminded again within 300 s.',
  },

  // Acceptance
  acceptanceNotFound: {
    status: 404,
    error_code: 'ModelArts.4612',
    error_msg: 'The acceptance task does not exist.',
    when: 'checking_task_id names an unknown acceptance.',
  },
  acceptanceOpen: {
    status: 400,
    error_code: 'ModelArts.4623',
    error_msg: 'An acceptance is open.',
    when: 'Something that must wait until the open acceptance has ended.',
  },
  acceptanceNotOpen: {
    status: 400,
    error_code: 'ModelArts.4624',
    error_msg: 'No acceptance is open.',
    when: 'Judging or finishing without an open acceptance.',
  },
  nothingToAccept: {
    status: 400,
    error_code: 'ModelArts.4625',
    error_msg: 'There is nothing to accept.',
    when: 'No entry waits for acceptance, or the task is not in a state to start one.',
  },
})

export type ErrorName = keyof typeof errors

/** Every code of the catalogue, each once, in order. */
export const codes: readonly string[] = [...new Set(Object.values(errors).map((error) => error.error_code))].sort()

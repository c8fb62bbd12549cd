import { type Static, Type } from 'typebox'
import { AcceptanceAction, FinishingAction, RATINGS } from './codes.ts'
import { boolean, code, count, forbidden, number, partial, string, text, word } from './schema.ts'

/** A verdict on one entry, by a reviewer or by the owner. */
export const SampleComment = Type.Object({
  accept: boolean('passed; false: rejected'),
  comment: Type.Optional(text(256, forbidden.withoutCaret)),
  sample_id: Type.Optional(string()),
  score: Type.Optional(word(RATINGS, { description: 'A is best.' })),
  worker_id: Type.Optional(string('Member who labelled it; without one, all members of the sample.')),
  muster: Type.Optional(
    partial({ revision: count('Of the labels that were looked at; with another one by now the call is refused.') }),
  ),
})
export type SampleComment = Static<typeof SampleComment>

/** Figures of an acceptance; formulas in behaviour 5.3. */
export const CheckTaskStats = partial({
  accepted_sample_count: count(),
  checked_sample_count: count('Drawn entries already judged.'),
  pass_rate: number('Accepted / checked.'),
  rejected_sample_count: count(),
  sampled_sample_count: count('Entries drawn.'),
  sampling_num: count('Entries drawn.'),
  sampling_rate: number('Drawn / pool.'),
  score: string('A to E.'),
  task_id: string(),
  total_sample_count: count('Entries in the pool.'),
  total_score: count('A 4, B 3, C 2, D 1, rejected 0.'),
  unchecked_sample_count: count(),
})
export type CheckTaskStats = Static<typeof CheckTaskStats>

/** The latest acceptance of a team task. */
export const WorkforceSamplingTaskDesc = partial({
  action: code(FinishingAction),
  checking_stats: CheckTaskStats,
  checking_task_id: string(),
  overwrite_last_result: boolean('labels of the dataset are replaced', { default: false }),
  total_stats: CheckTaskStats,
})
export type WorkforceSamplingTaskDesc = Static<typeof WorkforceSamplingTaskDesc>

/** Exactly one of the two says how much is drawn. */
export const CreateWorkforceSamplingTaskReq = partial({
  sampling_num: Type.Integer({ minimum: 1 }),
  sampling_rate: Type.Number({ exclusiveMinimum: 0, maximum: 1 }),
})
export type CreateWorkforceSamplingTaskReq = Static<typeof CreateWorkforceSamplingTaskReq>

export const CreateWorkforceSamplingTaskResp = Type.Object({
  task_id: string('What the report calls checking_task_id.'),
})
export type CreateWorkforceSamplingTaskResp = Static<typeof CreateWorkforceSamplingTaskResp>

/** How many wrong entries can be in the pool at most, from what was checked (behaviour 5.3). */
export const AcceptanceBound = Type.Object({
  confidence: number('0.95.'),
  pool: count('Entries in the pool.'),
  checked: count('Entries judged.'),
  wrong: count('Entries rejected.'),
  at_most: count('Wrong entries in the pool, at most.'),
  left_at_most: count('Wrong entries among those accepted, at most.'),
})
export type AcceptanceBound = Static<typeof AcceptanceBound>

export const CheckWorkforceSamplingTaskResp = partial({
  checking_stats: CheckTaskStats,
  total_stats: CheckTaskStats,
  muster: partial({ bound: AcceptanceBound }),
})
export type CheckWorkforceSamplingTaskResp = Static<typeof CheckWorkforceSamplingTaskResp>

/** Which labels the dataset has of one sample afterwards, whatever `overwrite_last_result` says. */
export const LabelChoice = Type.Object({
  sample_id: string(),
  worker_id: Type.Optional(
    string('Member whose labels the dataset gets if his entry is accepted; missing: the dataset keeps what it has.'),
  ),
})
export type LabelChoice = Static<typeof LabelChoice>

export const UpdateWorkforceSamplingTaskReq = Type.Object({
  action: code(AcceptanceAction),
  overwrite_last_result: Type.Optional(boolean('labels of the dataset are replaced', { default: false })),
  muster: Type.Optional(partial({ choices: Type.Array(LabelChoice, { maxItems: 1000 }) })),
})
export type UpdateWorkforceSamplingTaskReq = Static<typeof UpdateWorkforceSamplingTaskReq>

export const AcceptSamplesReq = Type.Object({
  comments: Type.Array(SampleComment),
})
export type AcceptSamplesReq = Static<typeof AcceptSamplesReq>

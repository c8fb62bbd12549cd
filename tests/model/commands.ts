import * as fc from 'fast-check'

/**
 * What somebody can do to the one team task of a run. People and samples are numbers, so that commands can be printed. Of
 * `aimed` calls the numbers count those people and samples with whom the call makes sense (aim.ts).
 */
export type Command =
  | { kind: 'nothing' }
  | { kind: 'save'; by: number; items: readonly Item[]; aimed: boolean }
  | { kind: 'review'; by: number; comments: readonly Comment[]; aimed: boolean }
  | { kind: 'start'; by: number; sampling_num?: number; sampling_rate?: number }
  | { kind: 'judge'; by: number; comments: readonly Comment[]; aimed: boolean }
  | { kind: 'finish'; by: number; action: number; overwrite: boolean; aimed: boolean }
  /** Jobs go on; after `steps` transactions the process dies, if given: before the next one begins, or before it commits. */
  | { kind: 'work'; steps?: number; inside?: boolean }
  | { kind: 'delete'; samples: readonly number[]; aimed: boolean }
  | { kind: 'relabel'; samples: readonly number[]; labels: number }
  /** Roles of the people of the team: 0 labeler, 1 reviewer, 2 not in the task. */
  | { kind: 'people'; roles: readonly number[]; steps?: number }
  | { kind: 'crash' }
  /** The network lost the answer: the last call is made again. */
  | { kind: 'retry' }
  | { kind: 'look' }

/** `worker` null: nobody is named. `labels`: see LABEL_LISTS. `empty`: 0 not sent, 1 set, 2 removed. */
export type Item = { sample: number; worker: number | null; labels: number; empty: number }
export type Comment = { sample: number; worker: number | null; accept: boolean; score: number; text: boolean }

/** How a run begins. */
export type Scenery = {
  samples: number
  /** Roles of the people of the team, as in the command `people`. */
  roles: readonly number[]
  repetition: number
  auto_sync_dataset: boolean
  /** The first sample was dealt with predicted labels. */
  predicted: boolean
}

/** Lists of labels that are saved; the last one holds a label that the dataset does not know. */
export const LABEL_LISTS: readonly (readonly string[])[] = [[], ['ham'], ['spam'], ['spam', 'ham'], ['ham', 'eggs']]
export const PREDICTED = ['ham']
export const SCORES = ['A', 'B', 'C', 'D', undefined]

/** People of the team are numbered from 0; the owner comes after them. */
export const PEOPLE = 4
export const OWNER = 4
/** Samples are numbered from 0; the one after the most there can be is unknown to everybody. */
export const MOST_SAMPLES = 6
export const UNKNOWN_SAMPLE = 6

const sample = fc.nat(MOST_SAMPLES - 1)
const anySample = oftener(30, sample, fc.constant(UNKNOWN_SAMPLE))
const person = fc.nat(PEOPLE - 1)
const nobody = fc.constant(null)

const item: fc.Arbitrary<Item> = fc.record({
  sample: anySample,
  worker: oftener(3, nobody, person),
  labels: oftener(12, fc.integer({ min: 1, max: 3 }), fc.constantFrom(0, 4)),
  empty: oftener(12, fc.constant(0), fc.constantFrom(1, 2)),
})
const comment: fc.Arbitrary<Comment> = fc.record({
  sample: anySample,
  worker: oftener(2, nobody, person),
  accept: oftener(2, fc.constant(true), fc.constant(false)),
  score: fc.nat(SCORES.length - 1),
  text: fc.boolean(),
})
const comments = fc.array(comment, { minLength: 1, maxLength: 5 })
const steps = fc.nat(3)
const aimed = oftener(5, fc.constant(true), fc.constant(false))
const owner = oftener(20, fc.constant(OWNER), person)

export const command: fc.Arbitrary<Command> = fc.oneof(
  { withCrossShrink: true },
  { weight: 1, arbitrary: fc.constant<Command>({ kind: 'nothing' }) },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('save' as const),
      by: oftener(3, person, fc.constant(OWNER)),
      items: fc.array(item, { minLength: 1, maxLength: 8 }),
      aimed,
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant('review' as const),
      by: oftener(3, fc.constantFrom(OWNER, 3), person),
      comments,
      aimed,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          kind: fc.constant('start' as const),
          by: owner,
          sampling_rate: fc.constantFrom(0.1, 0.5, 0.7, 1),
        }),
      },
      {
        weight: 3,
        arbitrary: fc.record({ kind: fc.constant('start' as const), by: owner, sampling_num: fc.nat(7) }),
      },
      { weight: 1, arbitrary: fc.constant<Command>({ kind: 'start', by: OWNER }) },
    ),
  },
  { weight: 7, arbitrary: fc.record({ kind: fc.constant('judge' as const), by: owner, comments, aimed }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('finish' as const),
      by: owner,
      action: oftener(30, fc.nat(5), fc.constantFrom(6, -1)),
      overwrite: fc.boolean(),
      aimed,
    }),
  },
  {
    weight: 14,
    arbitrary: oftener(
      3,
      fc.constant<Command>({ kind: 'work' }),
      fc.record({ kind: fc.constant('work' as const), steps, inside: fc.boolean() }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('delete' as const),
      samples: fc.array(anySample, { minLength: 1, maxLength: 2 }),
      aimed,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('relabel' as const),
      samples: fc.array(anySample, { minLength: 1, maxLength: 3 }),
      labels: fc.nat(3),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record(
      { kind: fc.constant('people' as const), roles: roles(fc.nat(2)), steps },
      { requiredKeys: ['kind', 'roles'] },
    ),
  },
  { weight: 1, arbitrary: fc.constant<Command>({ kind: 'crash' }) },
  { weight: 3, arbitrary: fc.constant<Command>({ kind: 'retry' }) },
  { weight: 3, arbitrary: fc.constant<Command>({ kind: 'look' }) },
)

export const scenery: fc.Arbitrary<Scenery> = fc
  .record({
    samples: fc.integer({ min: 1, max: MOST_SAMPLES }),
    labelers: fc.integer({ min: 1, max: 3 }),
    reviewed: fc.boolean(),
    repetition: oftener(1, fc.constant(1), fc.constant(2)),
    auto_sync_dataset: oftener(4, fc.constant(true), fc.constant(false)),
    predicted: fc.boolean(),
  })
  .map(({ labelers, reviewed, repetition, ...rest }) => ({
    ...rest,
    roles: [0, labelers > 1 ? 0 : 2, labelers > 2 ? 0 : 2, reviewed ? 1 : 2],
    repetition: Math.min(repetition, labelers),
  }))

function roles(role: fc.Arbitrary<number>): fc.Arbitrary<number[]> {
  return fc.array(role, { minLength: PEOPLE, maxLength: PEOPLE })
}

/** So many times oftener the one than the other. */
function oftener<A, B>(times: number, one: fc.Arbitrary<A>, other: fc.Arbitrary<B>): fc.Arbitrary<A | B> {
  return fc.oneof({ weight: times, arbitrary: one }, { weight: 1, arbitrary: other })
}

import { describe, expect, test } from 'vitest'
import { isRefusal } from '#core/refusal.ts'
import { addressJudgements, readJudgement, refuseUnseen, type SentComment } from './comment.ts'

const read = (comment: SentComment) => readJudgement(comment, ['comments', 3])

describe('the fields of a comment (5.2)', () => {
  test.each([
    [{ accept: true }, { accept: true, score: null, comment: null }],
    [
      { accept: true, score: 'A', comment: '' },
      { accept: true, score: 'A', comment: '' },
    ],
    [
      { accept: true, score: 'D', comment: 'fine' },
      { accept: true, score: 'D', comment: 'fine' },
    ],
    [
      { accept: false, comment: 'box too wide' },
      { accept: false, score: null, comment: 'box too wide' },
    ],
    [
      { accept: false, score: 'A' },
      { accept: false, score: null, comment: null },
    ],
    [
      { accept: false, score: 'whatever' },
      { accept: false, score: null, comment: null },
    ],
    [
      { accept: true, comment: '\u{1F600}'.repeat(256) },
      { accept: true, score: null, comment: '\u{1F600}'.repeat(256) },
    ],
  ] satisfies [SentComment, object][])('%j is taken', (sent, judgement) => {
    expect(read(sent)).toEqual(judgement)
  })

  test.each([
    [{}, 'accept'],
    [{ accept: null }, 'accept'],
    [{ accept: 'true' }, 'accept'],
    [{ accept: 0 }, 'accept'],
    [{ accept: true, score: 'E' }, 'score'],
    [{ accept: true, score: 'a' }, 'score'],
    [{ accept: true, score: '' }, 'score'],
    [{ accept: true, score: null }, 'score'],
    [{ accept: true, score: 4 }, 'score'],
    [{ accept: true, comment: null }, 'comment'],
    [{ accept: false, comment: 7 }, 'comment'],
    [{ accept: false, comment: 'x'.repeat(257) }, 'comment'],
    ...[...'!<>=&"\''].map((sign): [SentComment, string] => [{ accept: false, comment: `a${sign}b` }, 'comment']),
  ] satisfies [SentComment, string][])('%j is refused', (sent, field) => {
    const refusal = read(sent)
    if (!isRefusal(refusal)) throw new Error('taken')
    expect(refusal.error_code).toBe('ModelArts.4396')
    expect(refusal.error_msg).toMatch(new RegExp(`^comments\\[3\\]\\.${field}: `))
  })
})

describe('which entries comments are for', () => {
  const drawn: Record<string, string[]> = { s1: ['w1', 'w2'], s2: ['w1'] }
  const address = (...comments: SentComment[]) => addressJudgements(comments, (sample) => drawn[sample] ?? [])
  const pass = { accept: true, score: null, comment: null, index: 0 }

  test('without worker_id all drawn entries of the sample', () => {
    expect(address({ sample_id: 's1', accept: true })).toEqual([
      { ...pass, sample_id: 's1', worker_id: 'w1' },
      { ...pass, sample_id: 's1', worker_id: 'w2' },
    ])
  })

  test('with worker_id that one', () => {
    expect(address({ sample_id: 's1', worker_id: 'w2', accept: true })).toEqual([
      { ...pass, sample_id: 's1', worker_id: 'w2' },
    ])
  })

  test('the last of several counts', () => {
    const judged = address({ sample_id: 's1', accept: true }, { sample_id: 's1', worker_id: 'w1', accept: false })
    expect(isRefusal(judged) || judged.map(({ worker_id, accept }) => [worker_id, accept])).toEqual([
      ['w1', false],
      ['w2', true],
    ])
  })

  test.each([
    [{ accept: true }],
    [{ sample_id: 's9', accept: true }],
    [{ sample_id: 's2', worker_id: 'w2', accept: true }],
    [{ sample_id: 's2', worker_id: '', accept: true }],
    [{ sample_id: 's2', worker_id: null, accept: true }],
  ] satisfies [SentComment][])('%j hits nothing: all comments are refused with E4420', (bad) => {
    expect(address({ sample_id: 's1', accept: true }, bad)).toMatchObject({
      error_code: 'ModelArts.4420',
      error_msg: expect.stringContaining('comments[1]'),
    })
  })

  test('one comment against the field rules refuses all', () => {
    expect(address({ sample_id: 's1', accept: true }, { sample_id: 's2' })).toMatchObject({
      error_code: 'ModelArts.4396',
    })
  })
})

describe('labels that were changed since they were looked at', () => {
  const revisions: Record<string, number> = { w1: 3, w2: 0 }
  const unseen = (...comments: SentComment[]) => {
    const judged = addressJudgements(comments, () => ['w1', 'w2'])
    if (isRefusal(judged)) throw new Error(judged.error_msg)
    return refuseUnseen(judged, ({ worker_id }) => revisions[worker_id]!)
  }
  const passed = (worker_id: string, revision?: number): SentComment => {
    return { sample_id: 's1', worker_id, accept: true, muster: { revision } }
  }

  test('are judged by nobody, and the refusal names them', () => {
    expect(unseen(passed('w2', 0), passed('w1', 2))).toMatchObject({
      error_code: 'ModelArts.4431',
      error_msg: expect.stringMatching(/^comments\[1\]: sample s1: .* w1 have revision 3 by now, not 2$/),
    })
    expect(unseen(passed('w2', 1))).toMatchObject({ error_code: 'ModelArts.4431' })
  })

  test('are no matter to who does not say what he looked at', () => {
    expect(unseen(passed('w1', 3), passed('w2', 0))).toBeNull()
    expect(unseen(passed('w1'), { sample_id: 's1', worker_id: 'w2', accept: false })).toBeNull()
  })
})

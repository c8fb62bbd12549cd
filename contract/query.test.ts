import fc from 'fast-check'
import { Type } from 'typebox'
import { describe, expect, test } from 'vitest'
import { decodeQuery } from './query.ts'
import { code, word } from './schema.ts'

const schema = Type.Partial(
  Type.Object({
    offset: Type.Integer({ minimum: 0, default: 0 }),
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 10 }),
    order: word(['desc', 'asc'], { default: 'desc' }),
    dataset_type: code([0, 1, 100]),
    preview: Type.Boolean({ default: false }),
    low_score: Type.Number({ maximum: 1 }),
    label_name: Type.String({ maxLength: 3 }),
    start_time: Type.Integer({ format: 'int64' }),
    sample_state: Type.Unsafe<string>({ type: 'string', enum: ['__ALL__', '__NONE__'], format: 'sample-state' }),
    version_id: Type.Array(Type.String()),
  }),
)
const defaults = { offset: 0, limit: 10, order: 'desc', preview: false }

test('absent and empty parameters take their defaults, unknown ones are ignored', () => {
  const raw = { offset: '', label_name: '', dataset_type: '', marker: 'x', filePreview: ['a', 'b'] }
  expect(decodeQuery(schema, {})).toEqual({ query: defaults })
  expect(decodeQuery(schema, raw)).toEqual({ query: defaults })
  expect(decodeQuery(schema, Object.create({ limit: '7' }))).toEqual({ query: defaults })
})

describe('texts become the values of the schema', () => {
  test.each([
    [
      { offset: '3', limit: '100' },
      { offset: 3, limit: 100 },
    ],
    [{ offset: '-0' }, { offset: 0 }],
    [{ limit: ['5'] }, { limit: 5 }],
    [
      { order: 'asc', dataset_type: '100' },
      { order: 'asc', dataset_type: 100 },
    ],
    [{ preview: 'True' }, { preview: true }],
    [{ preview: 'FALSE' }, { preview: false }],
    [{ low_score: '-0.25' }, { low_score: -0.25 }],
    [{ label_name: '1,2' }, { label_name: '1,2' }],
    [{ label_name: '😀😀😀' }, { label_name: '😀😀😀' }],
    [{ sample_state: '__unreviewed__' }, { sample_state: '__unreviewed__' }],
    [{ version_id: 'a,b' }, { version_id: ['a', 'b'] }],
    [{ start_time: '1606748800123' }, { start_time: 1606748800123 }],
  ])('%j', (raw, values) => expect(decodeQuery(schema, raw)).toEqual({ query: { ...defaults, ...values } }))
})

describe('a refusal names the parameter and what is allowed', () => {
  test.each([
    [{ limit: ['5', '5'] }, 'limit: is given 2 times'],
    [{ limit: ['', '5'] }, 'limit: is given 2 times'],
    [{ limit: '101' }, 'limit: must be <= 100'],
    [{ limit: '0' }, 'limit: must be >= 1'],
    [{ limit: '1e1' }, 'limit: must be an integer, not "1e1"'],
    [{ limit: ' 1' }, 'limit: must be an integer, not " 1"'],
    [{ limit: '+1' }, 'limit: must be an integer, not "+1"'],
    [{ limit: '0x1' }, 'limit: must be an integer, not "0x1"'],
    [{ limit: '1.0' }, 'limit: must be an integer, not "1.0"'],
    [{ limit: '１' }, 'limit: must be an integer, not "１"'],
    [{ limit: '12345678901234567' }, 'limit: must be an integer, not "12345678901234567"'],
    [{ start_time: '9007199254740993' }, 'start_time: must be <= 9007199254740991'],
    [{ order: 'ASC' }, 'order: must be one of desc, asc, not "ASC"'],
    [{ order: 'constructor' }, 'order: must be one of desc, asc, not "constructor"'],
    [{ dataset_type: '2' }, 'dataset_type: must be one of 0, 1, 100, not "2"'],
    [{ dataset_type: '01' }, 'dataset_type: must be one of 0, 1, 100, not "01"'],
    [{ preview: '1' }, 'preview: must be true or false, not "1"'],
    [{ preview: 'constructor' }, 'preview: must be true or false, not "constructor"'],
    [{ low_score: 'NaN' }, 'low_score: must be a decimal number, not "NaN"'],
    [{ low_score: '1.5' }, 'low_score: must be <= 1'],
    [{ label_name: 'abcd' }, 'label_name: must have at most 3 characters'],
    [{ label_name: 'a\0' }, 'label_name: must not hold the character U+0000'],
    [{ sample_state: '\ud83d' }, 'sample_state: must not hold an unpaired surrogate'],
  ])('%j', (raw, refused) => expect(decodeQuery(schema, raw)).toEqual({ refused }))

  test('a required parameter that is absent or empty', () => {
    const strict = Type.Object({ worker_id: Type.String() })
    expect(decodeQuery(strict, {})).toEqual({ refused: 'worker_id: is required' })
    expect(decodeQuery(strict, { worker_id: '' })).toEqual({ refused: 'worker_id: is required' })
  })
})

test('every integer in range comes back as it was written', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (start_time) => {
      expect(decodeQuery(schema, { start_time: String(start_time) })).toEqual({ query: { ...defaults, start_time } })
    }),
  )
})

test('any text at all is either decoded or refused in a short sentence that names the parameter', () => {
  const name = fc.constantFrom(...Object.keys(schema.properties))
  fc.assert(
    fc.property(name, fc.string({ unit: 'binary', maxLength: 3000 }), (parameter, text) => {
      const result = decodeQuery(schema, { [parameter]: text })
      if ('refused' in result) {
        expect(result.refused).toMatch(new RegExp(`^${parameter}: `))
        expect(result.refused.length).toBeLessThan(600)
      } else expect(result.query).toMatchObject(text === '' ? {} : { [parameter]: expect.anything() })
    }),
  )
})

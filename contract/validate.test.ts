import fc from 'fast-check'
import { type Static, Type } from 'typebox'
import { describe, expect, test } from 'vitest'
import { explain, type Shape } from './explain.ts'
import { code, codeOrText, mapOf, name, nullable, numberOrText, openMap, partial, text, word } from './schema.ts'
import { validator } from './validate.ts'

const label = partial({
  name: name(1, 64),
  type: code([0, 1, 100]),
  score: Type.Number({ minimum: 0, maximum: 1 }),
  property: Type.Union([openMap({ '@modelarts:shape': word(['bndbox', 'circle']) }), Type.Null()]),
})
const schema = Type.Object({
  sampling_num: Type.Integer({ minimum: 1 }),
  samples: Type.Optional(
    Type.Array(partial({ sample_id: Type.String(), labels: nullable(Type.Array(label)) }), {
      minItems: 1,
      maxItems: 3,
    }),
  ),
  description: Type.Optional(text(5, '^!<')),
  high_score: Type.Optional(numberOrText()),
  overwrite: Type.Optional(Type.Boolean()),
  action: Type.Optional(code([0, 1, 4])),
  dataset_type: Type.Optional(code([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])),
  role: Type.Optional(codeOrText([0, 1])),
  stats: Type.Optional(mapOf(Type.Integer({ minimum: 0 }))),
  source: Type.Optional(
    Type.Union([Type.Object({ path: Type.String() }), Type.Object({ inline: Type.Object({ data: Type.String() }) })]),
  ),
  label_or_name: Type.Optional(Type.Union([label, Type.String(), Type.Literal('*')])),
  parent_time: Type.Optional(nullable(Type.Integer())),
  update_time: Type.Optional(Type.Integer({ format: 'int64' })),
})
const check = validator(schema)
const say = (fields: object) => check({ sampling_num: 1, ...fields })

describe('the sentence names the place in the notation of the wire and what is wrong there', () => {
  test.each([
    [{}, 'sampling_num: is required'],
    [[], 'the body: must be an object, not an array'],
    [null, 'the body: must be an object, not null'],
    [{ sampling_num: 1.5 }, 'sampling_num: must be an integer, not 1.5'],
    [{ sampling_num: '1' }, 'sampling_num: must be an integer, not a string'],
    [{ sampling_num: null }, 'sampling_num: must be an integer, not null'],
    [{ sampling_num: false }, 'sampling_num: must be an integer, not false'],
    [{ sampling_num: 0 }, 'sampling_num: must be >= 1'],
    [{ sampling_num: 2 ** 53 }, 'sampling_num: must be <= 9007199254740991'],
  ])('%j', (value, sentence) => expect(check(value)).toBe(sentence))

  test.each([
    [{ samples: [] }, 'samples: must have at least 1 item'],
    [{ samples: [{}, {}, {}, {}] }, 'samples: must have at most 3 items'],
    [{ samples: [{}, {}, { labels: [{ score: 1.2 }] }] }, 'samples[2].labels[0].score: must be <= 1'],
    [{ samples: [{ labels: [{ score: null }] }] }, 'samples[0].labels[0].score: must be a number, not null'],
    [{ samples: [{ labels: {} }] }, 'samples[0].labels: must be an array or null, not an object'],
    [{ samples: [{ labels: [{ name: 'a b' }] }] }, 'samples[0].labels[0].name: may only hold letters, digits, _ and -'],
    [{ samples: [{ labels: [{ name: '' }] }] }, 'samples[0].labels[0].name: must have at least 1 character'],
    [
      { samples: [{ labels: [{ property: { '@modelarts:shape': 'box' } }] }] },
      'samples[0].labels[0].property.@modelarts:shape: must be one of "bndbox", "circle", not "box"',
    ],
    [{ description: '😀😀😀😀😀😀' }, 'description: must have at most 5 characters'],
    [{ description: 'a<b' }, 'description: must not hold any of ^!<'],
    [{ high_score: 'much' }, 'high_score: must be a decimal number'],
    [{ high_score: [] }, 'high_score: must be a number or a string, not an array'],
    [{ overwrite: 'false' }, 'overwrite: must be a boolean, not a string'],
    [{ action: 2 }, 'action: must be one of 0, 1, 4, not 2'],
    [{ action: '0' }, 'action: must be one of 0, 1, 4, not "0"'],
    [{ action: null }, 'action: must be one of 0, 1, 4, not null'],
    [{ action: [0] }, 'action: must be one of 0, 1, 4, not an array'],
    [{ dataset_type: 99 }, 'dataset_type: must be a listed value, not 99'],
    [{ role: '2' }, 'role: must be one of 0, 1, "0", "1", not "2"'],
    [{ stats: { 'a.b': -1 } }, 'stats["a.b"]: must be >= 0'],
    [{ source: { inline: { data: 1 } } }, 'source.inline.data: must be a string, not a number'],
    [{ source: { path: 'x', inline: 3 } }, null],
    [{ label_or_name: 3 }, 'label_or_name: must be an object or a string or "*", not a number'],
    [{ label_or_name: { type: 7 } }, 'label_or_name.type: must be one of 0, 1, 100, not 7'],
    [{ parent_time: 1e300 }, 'parent_time: must be <= 9007199254740991'],
    [{ update_time: 1e300 }, 'update_time: must be <= 9007199254740991'],
  ])('%j', (fields, sentence) => expect(say(fields)).toBe(sentence))

  test('a long value is cut', () => {
    expect(
      say({ samples: [{ labels: [{ property: { '@modelarts:shape': 'x'.repeat(1e6) } }] }] })!.length,
    ).toBeLessThan(250)
  })
})

test('what fits passes, unknown keys included, and nothing is converted or filled in', () => {
  const value = {
    sampling_num: 1,
    action: 0,
    description: '😀😀😀😀😀',
    role: '1',
    other: null,
    samples: [{ labels: null }],
  }
  const before = structuredClone(value)
  expect(check(value)).toBeNull()
  expect(check(JSON.parse('{"sampling_num":1.0,"high_score":1e0}'))).toBeNull()
  expect(value).toEqual(before)
})

test('a schema is compiled once, and stays as it was', () => {
  expect(validator(schema)).toBe(check)
  expect(schema.properties.update_time).not.toHaveProperty('maximum')
})

test('keywords that the explainer does not know still refuse with a place', () => {
  const strange = validator(Type.Object({ list: Type.Array(Type.Integer(), { uniqueItems: true }) }))
  expect(strange({ list: [1, 1] })).toMatch(/^list: /)
  const refined = validator(Type.Object({ even: Type.Refine(Type.Integer(), (value) => (value as number) % 2 === 0) }))
  expect(refined({ even: 2 })).toBeNull()
  expect(refined({ even: 3 })).toMatch(/^even: /)
})

test('explains a value exactly if the compiled check refuses it', () => {
  const scalar = fc.constantFrom(
    null,
    true,
    0,
    1,
    4,
    1.5,
    -1,
    2,
    '',
    '0',
    '1',
    'a',
    'a<b',
    'bndbox',
    '0.5',
    'abcdefgh',
    {},
    [],
  )
  const arbitrary = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      scalar,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.record(
        Object.fromEntries(
          [
            ...Object.keys(schema.properties),
            'labels',
            'name',
            'type',
            'score',
            'property',
            'path',
            'inline',
            'data',
            '@modelarts:shape',
          ].map((key) => [key, tie('value')]),
        ),
        { requiredKeys: [] },
      ),
    ),
  })).value
  let refused = 0
  fc.assert(
    fc.property(arbitrary, (value) => {
      const parts: Shape[] = [schema, label, ...Object.values(schema.properties)] as Shape[]
      for (const part of parts) {
        const sentence = validator(part as Static<never>)(value)
        if (sentence !== null) refused++
        expect(explain(part, value) === undefined).toBe(sentence === null)
      }
    }),
    { numRuns: 1000 },
  )
  expect(refused).toBeGreaterThan(1000)
})

import { describe, expect, test } from 'vitest'
import { accepted, type Given, read, refused } from '#tests/labels/reading.ts'

const E4396 = 'ModelArts.4396'
const E4410 = 'ModelArts.4410'
const E4413 = 'ModelArts.4413'
const E4414 = 'ModelArts.4414'

function entity(name: string, start: number, id?: string): Given {
  return { name, id, property: { '@modelarts:start_index': start, '@modelarts:end_index': start + 3 } }
}

function relation(name: string, from: unknown, to: unknown, id?: string): Given {
  return { name, id, property: { '@modelarts:from': from, '@modelarts:to': to } }
}

const ada = entity('Person', 0, 'E1')
const engine = entity('Machine', 10, 'E2')

describe('triplets', () => {
  test('are entities and relations between them, in any order', () => {
    const { labels } = accepted(read(102, [relation('wrote', 'E1', 'E2', 'R1'), ada, engine]))
    expect(labels).toEqual([
      { label_key: 62, type: 102, id: 'R1', property: { '@modelarts:from': 'E1', '@modelarts:to': 'E2' } },
      { label_key: 60, type: 103, id: 'E1', property: ada.property },
      { label_key: 61, type: 103, id: 'E2', property: engine.property },
    ])
  })

  test('get the ids they lack, none of them taken', () => {
    const labels = [
      entity('Person', 0),
      entity('Machine', 4, 'E1'),
      entity('Person', 8, 'R1'),
      entity('Person', 12),
      relation('wrote', 'R1', 'E1'),
      relation('wrote', 'R1', 'E1', 'R3'),
      relation('wrote', 'R1', 'E1'),
    ]
    const ids = accepted(read(102, labels)).labels.map(({ id }) => id)
    expect(ids).toEqual(['E2', 'E1', 'R1', 'E3', 'R2', 'R3', 'R4'])
  })

  test('have ids that are unique in the sample', () => {
    expect(refused(read(102, [ada, entity('Machine', 5, 'E1')]))).toEqual([
      E4413,
      'labels[1].id: "E1" occurs twice in the sample',
    ])
    expect(refused(read(102, [ada, engine, relation('wrote', 'E1', 'E2', 'E2')]))[0]).toBe(E4413)
    expect(refused(read(102, [entity('Person', 0, '')]))).toEqual([E4413, 'labels[0].id: must not be empty'])
  })

  test.each([
    [relation('wrote', 'E1', 'E9'), E4414, 'property.@modelarts:to: "E9" is no entity of this sample'],
    [relation('wrote', 'E9', 'E2'), E4414, 'property.@modelarts:from: "E9" is no entity of this sample'],
    [relation('wrote', '', 'E2'), E4414, 'property.@modelarts:from: "" is no entity of this sample'],
    [relation('wrote', 'R1', 'E2', 'R1'), E4414, 'property.@modelarts:from: "R1" is no entity of this sample'],
    [relation('wrote', '__proto__', 'E2'), E4414, 'property.@modelarts:from: "__proto__" is no entity of this sample'],
    [relation('wrote', 'E2', 'E1'), E4414, 'property.@modelarts:from: must be an entity "Person", "E2" is "Machine"'],
    [relation('both', 'E1', 'E2'), E4413, 'type: is required: "both" is both an entity and a relation'],
    [
      { ...relation('both', 'E1', 'E2'), type: 102 },
      E4414,
      'property.@modelarts:to: must be an entity "Person", "E2" is "Machine"',
    ],
    [relation('wrote', 'E1', 'E1'), E4413, 'property.@modelarts:to: must be another entity than the start'],
    [relation('wrote', undefined, 'E2'), E4413, 'property.@modelarts:from: is required'],
    [relation('wrote', 'E1', undefined), E4413, 'property.@modelarts:to: is required'],
    [relation('wrote', 1, 'E2'), E4396, 'property.@modelarts:from: must be the id of an entity, a text'],
    [{ name: 'wrote' }, E4413, 'property.@modelarts:from: is required'],
  ])('refuse the relation %j', (given, code, problem) => {
    expect(refused(read(102, [ada, engine, given]))).toEqual([code, `labels[2].${problem}`])
  })

  test('do not let a relation mean an entity whose id was not sent', () => {
    const labels = [entity('Person', 0), engine, relation('wrote', 'E1', 'E2')]
    expect(refused(read(102, labels))[0]).toBe(E4414)
  })

  test('take the type from the definition of the name, or as it is sent', () => {
    expect(accepted(read(102, [{ ...entity('both', 0), type: 103 }])).labels[0]).toMatchObject({
      label_key: 64,
      type: 103,
    })
    expect(refused(read(102, [{ ...ada, type: 102 }]))).toEqual([
      E4413,
      'labels[0].type: "Person" is a label of type 103, not 102',
    ])
    expect(refused(read(102, [{ ...ada, name: 'wrote', type: 103 }]))[0]).toBe(E4413)
  })

  test('create entities for the owner when the type says so, never relations', () => {
    const options = { unknownLabel: 'create' as const }
    const city = { ...entity('City', 0), type: 103 }
    expect(accepted(read(102, [city, entity('Person', 5)], options)).create).toEqual([{ name: 'City', type: 103 }])
    expect(refused(read(102, [entity('City', 0)], options))[0]).toBe(E4410)
    expect(refused(read(102, [{ ...relation('sold', 'E1', 'E2'), type: 102 }], options))[0]).toBe(E4410)
    expect(refused(read(102, [{ ...city, id: 'E1' }, engine, relation('wrote', 'E1', 'E2')], options))).toEqual([
      E4414,
      'labels[2].property.@modelarts:from: must be an entity "Person", "E1" is "City"',
    ])
  })
})

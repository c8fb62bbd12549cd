import { describe, expect, test } from 'vitest'
import { TextBench, tripletLabels } from '#tests/workbench/text-bench.ts'
import { pairsOf, tripletsOf } from './relations.ts'
import { relationChoices } from './states/relating.ts'

const text = 'Barack and Michelle live in Chicago since 1991.'

const entities = () =>
  new TextBench(text)
    .drag('Chicago')
    .label('place')
    .drag('Michelle')
    .label('person')
    .drag('Barack')
    .label('person')
    .drag('1991')
    .label('date')

describe('drawing a relation', () => {
  test('by keyboard: R starts, Tab goes through the targets that fit, a label key makes it', () => {
    const bench = entities().open('person: Barack').press('R')
    expect(bench.selected).toBe('Barack → ?')
    expect(bench.press('Tab').selected).toBe('Barack → Michelle')
    expect(bench.press('Tab').selected).toBe('Barack → Chicago')
    expect(relationChoices(bench.state, bench.desk).map(({ relation }) => relation)).toEqual(['born in', 'lives in'])
    expect(bench.label('lives in').relations).toEqual(['Barack lives in Chicago'])
    expect(bench.selected).toBe('relation Barack lives in Chicago')
  })

  test('Tab goes round and Shift+Tab back, never to the head itself', () => {
    const bench = entities().open('person: Michelle').press('R', 'Tab')
    expect(bench.selected).toBe('Michelle → Chicago')
    expect(bench.press('Tab').selected).toBe('Michelle → Barack')
    expect(bench.press('Tab').selected).toBe('Michelle → Chicago')
    expect(bench.press('Shift+Tab').selected).toBe('Michelle → Barack')
  })

  test('where one label fits, a click on the target or Enter makes it at once', () => {
    expect(entities().open('person: Barack').press('R').open('person: Michelle').relations).toEqual([
      'Barack knows Michelle',
    ])
    expect(entities().open('person: Barack').press('R', 'Tab', 'Enter').relations).toEqual(['Barack knows Michelle'])
  })

  test('where several fit, Enter asks for one of them', () => {
    const bench = entities().open('person: Barack').press('R').open('place: Chicago').press('Enter')
    expect(bench.relations).toEqual([])
    expect(bench.notice).toMatchObject({
      kind: 'chooseRelation',
      allowed: [{ relation: 'born in' }, { relation: 'lives in' }],
    })
  })

  test('where none fits, the pairs that do are named', () => {
    const bench = entities().open('person: Barack').press('R').open('date: 1991')
    expect(bench.notice).toEqual({
      kind: 'noFit',
      head: 'person',
      tail: 'date',
      allowed: [
        { relation: 'born in', head: 'person', tail: 'place' },
        { relation: 'lives in', head: 'person', tail: 'place' },
        { relation: 'knows', head: 'person', tail: 'person' },
      ],
    })
    expect(bench.selected).toBe('Barack → ?')
  })

  test('a label that does not fit is refused, with those that do', () => {
    const bench = entities().open('person: Barack').press('R').open('place: Chicago').label('knows')
    expect(bench.notice).toMatchObject({
      kind: 'noFit',
      name: 'knows',
      allowed: [{ relation: 'born in' }, { relation: 'lives in' }],
    })
  })

  test('it does not start where no relation leads away', () => {
    const bench = entities().open('place: Chicago').press('R')
    expect([bench.notice, bench.selected]).toEqual([
      { kind: 'noTarget', head: 'place', allowed: [] },
      'span place: Chicago',
    ])
  })

  test('by mouse one entity is dragged upon the other', () => {
    const bench = entities()
    const connect = (from: string, to: string) =>
      bench.send({ kind: 'connect', from: bench.idOf(from), to: bench.idOf(to) })
    expect(connect('person: Michelle', 'person: Barack').relations).toEqual(['Michelle knows Barack'])
    expect(connect('person: Michelle', 'place: Chicago').selected).toBe('Michelle → Chicago')
    expect(connect('date: 1991', 'place: Chicago').notice).toMatchObject({ kind: 'noFit', head: 'date', tail: 'place' })
  })

  test('hidden entities are no targets of Tab', () => {
    const bench = entities().look('person: Michelle', { hidden: true }).open('person: Barack').press('R', 'Tab')
    expect(bench.selected).toBe('Barack → Chicago')
  })

  test('the same relation twice is refused', () => {
    const twice = entities()
      .open('person: Barack')
      .press('R', 'Tab', 'Enter')
      .open('person: Barack')
      .press('R', 'Tab', 'Enter')
    expect([twice.notice, twice.relations.length]).toMatchObject([{ kind: 'duplicate' }, 1])
  })

  test('Esc goes back to choosing, then to the head', () => {
    const bench = entities().open('person: Barack').press('R', 'Tab')
    expect(bench.press('Escape').selected).toBe('Barack → ?')
    expect(bench.press('Escape').selected).toBe('span person: Barack')
  })
})

describe('a relation', () => {
  const related = () =>
    entities()
      .open('person: Barack')
      .press('R', 'Tab', 'Enter')
      .open('person: Michelle')
      .press('R')
      .open('place: Chicago')
      .label('lives in')

  test('is turned round where that fits, else it is said what fits', () => {
    expect(related().open('Barack knows Michelle').press('Shift+R').relations).toContain('Michelle knows Barack')
    const bench = related().press('Shift+R')
    expect(bench.notice).toMatchObject({ kind: 'noFit', name: 'lives in', head: 'place', tail: 'person' })
    expect(bench.relations).toContain('Michelle lives in Chicago')
  })

  test('gets another label that fits, and no other', () => {
    expect(related().label('born in').relations).toContain('Michelle born in Chicago')
    expect(related().label('knows').notice).toMatchObject({ kind: 'noFit' })
    expect(related().label('person').notice).toEqual({ kind: 'wrongType', name: 'person' })
  })

  test('goes with Del, alone', () => {
    const bench = related().press('Delete')
    expect([bench.relations, bench.spans.length]).toEqual([['Barack knows Michelle'], 4])
  })

  test('a locked one stays as it is', () => {
    const bench = related().look('Michelle lives in Chicago', { locked: true })
    for (const act of [() => bench.label('born in'), () => bench.press('Delete'), () => bench.press('Shift+R')]) {
      expect(act().relations).toContain('Michelle lives in Chicago')
    }
  })

  test('Tab goes to the next one by where it begins', () => {
    const bench = related()
    expect(bench.press('Tab').selected).toBe('relation Barack knows Michelle')
    expect(tripletsOf(bench.document.content).map(({ relation }) => relation.name)).toEqual(['knows', 'lives in'])
  })

  test('is listed before its entity is removed, and goes with it on the second word', () => {
    const bench = related().open('person: Michelle').press('Delete')
    expect(bench.spans).toHaveLength(4)
    expect(bench.state.at).toMatchObject({ kind: 'confirming', relations: [{ name: 'knows' }, { name: 'lives in' }] })
    expect(bench.press('Escape').selected).toBe('span person: Michelle')
    bench.press('Delete', 'Delete')
    expect([bench.spans.length, bench.relations]).toEqual([3, []])
    expect(bench.undo().relations).toHaveLength(2)
  })

  test('is listed before its entity gets a label it does not fit', () => {
    const bench = related().open('place: Chicago').label('date')
    expect(bench.state.at).toMatchObject({ kind: 'confirming', name: 'date', relations: [{ name: 'lives in' }] })
    bench.press('Enter')
    expect([bench.spans, bench.relations]).toEqual([
      ['person: Barack', 'person: Michelle', 'date: Chicago', 'date: 1991'],
      ['Barack knows Michelle'],
    ])
    expect(bench.undo().relations).toContain('Michelle lives in Chicago')
  })
})

test('a relation label without types fits every pair of entities', () => {
  const labels = tripletLabels.map((label) => (label.name === 'knows' ? { ...label, property: {} } : label))
  expect(pairsOf(labels).at(-1)).toEqual({ relation: 'knows' })
  const bench = new TextBench(text, {}, labels).drag('Chicago').label('place').drag('1991').label('date')
  expect(bench.press('R').open('place: Chicago').relations).toEqual(['1991 knows Chicago'])
  const [from, to] = [bench.idOf('1991 knows Chicago'), bench.idOf('place: Chicago')]
  expect(bench.send({ kind: 'connect', from, to }).taken).toBe(false)
})

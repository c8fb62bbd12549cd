import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TextBench } from '#tests/workbench/text-bench.ts'
import { anyText } from '#tests/workbench/texts.ts'
import { editDocument } from '#web/workbench/document/document.ts'
import { addLabels, removeLabels } from '#web/workbench/document/edits.ts'
import type { WorkLabel } from '#web/workbench/document/label.ts'
import type { CodePoint } from './offsets.ts'
import { isBorder } from './snap.ts'
import { rangeOf } from './spans.ts'
import type { TextEvent, TextSettings } from './states/state.ts'

const sentence = 'Barack Obama was born in Hawaii. He lives in Chicago.'

describe('selecting by mouse', () => {
  test('text first, then its label', () => {
    const bench = new TextBench(sentence).drag(' Barack Obama ').label('person')
    expect(bench.spans).toEqual(['person: Barack Obama'])
    expect(bench.selected).toBe('span person: Barack Obama')
    expect(bench.undo().spans).toEqual([])
    expect(bench.redo().spans).toEqual(['person: Barack Obama'])
  })

  test('backwards is the same', () => expect(new TextBench(sentence).dragBack('Hawaii').selected).toBe('Hawaii'))

  test('a double click takes the word, a triple click the sentence', () => {
    const bench = new TextBench(sentence)
    expect(bench.doubleClick('waii').selected).toBe('Hawaii')
    expect(bench.tripleClick('lives').selected).toBe('He lives in Chicago.')
    expect(new TextBench('今天天气很热').doubleClick('气').selected).toBe('天气')
  })

  test('a click with Shift extends, a plain one lets go', () => {
    const bench = new TextBench(sentence).drag('Barack').click('born', { shift: true })
    expect(bench.selected).toBe('Barack Obama was born')
    expect(bench.click('He').selected).toBeUndefined()
  })

  test('whole words, if switched on', () => {
    expect(new TextBench(sentence, { words: true }).drag('ack Oba').selected).toBe('Barack Obama')
  })

  test('a label key without a selection says what to do', () => {
    expect(new TextBench(sentence).label('person').notice).toEqual({ kind: 'selectFirst' })
  })

  test('a relation label is none for text', () => {
    expect(new TextBench(sentence).drag('Hawaii').label('born in').notice).toEqual({
      kind: 'wrongType',
      name: 'born in',
    })
  })
})

describe('label first', () => {
  const labelFirst = (text = sentence) => new TextBench(text, { labelFirst: true }).label('place')

  test('every selection is labelled at once', () => {
    const bench = labelFirst().drag('Hawaii').drag('Chicago').doubleClick('born')
    expect(bench.spans).toEqual(['place: born', 'place: Hawaii', 'place: Chicago'])
  })

  test('a third click makes the labelled word a sentence, in one step of undo', () => {
    const bench = labelFirst().drag('Hawaii').tripleClick('lives')
    expect(bench.spans).toEqual(['place: Hawaii', 'place: He lives in Chicago.'])
    expect(bench.undo().spans).toEqual(['place: Hawaii'])
  })

  test('a third click where only the sentence would overlap leaves the word', () => {
    const bench = new TextBench(sentence, { labelFirst: true, overlaps: false }).label('place')
    bench.drag('Chicago').tripleClick('lives')
    expect(bench.spans).toEqual(['place: lives', 'place: Chicago'])
    expect(bench.notice).toMatchObject({ kind: 'overlaps' })
  })

  test('the same key again, or Esc, lets go of the label', () => {
    expect(labelFirst().label('place').drag('Hawaii').spans).toEqual([])
    expect(labelFirst().press('Escape').drag('Hawaii').spans).toEqual([])
  })

  test('by keyboard Enter labels the word at the caret, or what is selected', () => {
    const bench = new TextBench(sentence, { labelFirst: true }).press('Enter').label('person').press('Enter')
    expect(bench.spans).toEqual(['person: Barack'])
    bench.press('ArrowRight', 'ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Enter')
    expect(bench.spans).toEqual(['person: Barack', 'person: was born'])
  })
})

describe('caret mode', () => {
  test('a label key labels the word at the caret, and the next arrow leads to the word behind', () => {
    const bench = new TextBench(sentence).press('Enter', 'ArrowRight').label('person')
    expect(bench.spans).toEqual(['person: Obama'])
    expect(bench.press('ArrowRight').selected).toBe('|was')
  })

  test('arrows go by word and over signs, with Ctrl by sentence', () => {
    const bench = new TextBench(sentence).press('Enter')
    expect(bench.selected).toBe('|Barack')
    expect(bench.press('Mod+ArrowRight').selected).toBe('|He')
    expect(bench.press('ArrowLeft').selected).toBe('|.')
    expect(bench.press('ArrowLeft').selected).toBe('|Hawaii')
    expect(bench.press('Home').selected).toBe('|Barack')
    expect(bench.press('Mod+End', 'ArrowLeft').selected).toBe('|Chicago')
  })

  test('words of languages without spaces follow one another', () => {
    const bench = new TextBench('今天天气很热').press('Enter').label('date').press('ArrowRight')
    expect([bench.spans, bench.selected]).toEqual([['date: 今天'], '|天气'])
  })

  test('Shift takes whole words in and gives them back', () => {
    const bench = new TextBench(sentence).press('Enter', 'Shift+ArrowRight', 'Shift+ArrowRight')
    expect(bench.selected).toBe('Barack Obama')
    expect(bench.press('Shift+ArrowLeft').selected).toBe('Barack')
    expect(bench.press('Shift+ArrowLeft').selected).toBe('|Barack')
    expect(bench.press('Mod+Shift+ArrowRight').selected).toBe('Barack Obama was born in Hawaii.')
  })

  test('Shift reaches backwards as well', () => {
    const bench = new TextBench(sentence).press('Enter', 'Mod+ArrowRight', 'Shift+ArrowLeft', 'Shift+ArrowLeft')
    expect(bench.selected).toBe('Hawaii. ')
    expect(bench.label('place').spans).toEqual(['place: Hawaii.'])
  })

  test('a plain arrow goes on from the word that was taken in last', () => {
    const step = (text: string) => new TextBench(text).press('Enter', 'Shift+ArrowRight', 'ArrowRight').selected
    expect([step(sentence), step('今天天气很热')]).toEqual(['|Obama', '|天气'])
  })

  test('up and down go by line, Home and End within it', () => {
    const bench = new TextBench('one two\nthree four five').press('Enter', 'ArrowRight', 'ArrowDown')
    expect(bench.selected).toBe('|three')
    expect(bench.press('End').selected).toBe('|five')
    expect(bench.press('Shift+ArrowUp').selected).toBe('\nthree four ')
    expect(bench.press('Shift+Home').selected).toBe('one two\nthree four ')
    expect(bench.press('Escape', 'Shift+End').selected).toBe('one two')
  })

  test('left is forward in a right-to-left paragraph', () => {
    const bench = new TextBench('שלום עולם טוב').press('Enter', 'ArrowLeft')
    expect(bench.selected).toBe('|עולם')
    expect(bench.press('Shift+ArrowLeft', 'Shift+ArrowLeft').selected).toBe('עולם טוב')
  })

  test('Enter switches it off again, and Esc goes out level by level', () => {
    const bench = new TextBench(sentence).press('Enter', 'Shift+ArrowRight').label('person')
    expect(bench.press('Escape').selected).toBe('|Barack')
    expect(bench.press('Shift+ArrowRight', 'Shift+ArrowRight', 'Escape').selected).toBe('|Obama')
    expect(bench.press('Escape').selected).toBeUndefined()
    expect(bench.press('Escape').taken).toBe(false)
    expect(new TextBench(sentence).press('Enter', 'Enter').selected).toBeUndefined()
  })

  test('without it arrows stay with the browser', () => {
    expect(new TextBench(sentence).press('ArrowRight').taken).toBe(false)
  })
})

describe('a span', () => {
  const labelled = (settings = {}) =>
    new TextBench(sentence, settings).drag('Obama').label('person').drag('Hawaii').label('place')

  test('Tab goes through the spans in reading order and round, Shift+Tab back', () => {
    const bench = labelled().drag('Barack Obama').label('person').click('He')
    const seen = [1, 2, 3, 4].map(() => bench.press('Tab').selected)
    expect(seen).toEqual([
      'span person: Barack Obama',
      'span person: Obama',
      'span place: Hawaii',
      'span person: Barack Obama',
    ])
    expect(bench.press('Shift+Tab').selected).toBe('span place: Hawaii')
  })

  test('Tab passes over hidden ones, and leaves a text without any', () => {
    expect(labelled().look('person: Obama', { hidden: true }).press('Tab', 'Tab').selected).toBe('span place: Hawaii')
    expect(new TextBench(sentence).press('Tab').taken).toBe(false)
  })

  test('in caret mode Tab goes on from the caret', () => {
    const bench = labelled().press('Escape', 'Enter', 'Home', 'ArrowRight', 'ArrowRight')
    expect(bench.press('Tab').selected).toBe('span place: Hawaii')
    expect(bench.press('ArrowRight').selected).toBe('|.')
    expect(bench.press('ArrowLeft', 'Tab').selected).toBe('span place: Hawaii')
  })

  test('a label key gives it another label', () => {
    expect(labelled().label('date').spans).toEqual(['person: Obama', 'date: Hawaii'])
  })

  test('Alt and arrows move a border by a cluster, all moves of one border are one step of undo', () => {
    const bench = new TextBench('up 👍🏿👩‍👩‍👧 now').drag('up').label('date')
    bench.press('Alt+ArrowRight', 'Alt+ArrowRight')
    expect(bench.spans).toEqual(['date: up 👍🏿'])
    bench.press('Alt+Shift+ArrowRight')
    expect(bench.spans).toEqual(['date: p 👍🏿'])
    expect(bench.undo().undo().spans).toEqual(['date: up'])
  })

  test('a border never reaches the other one', () => {
    const bench = new TextBench('ab').drag('a').label('date').press('Alt+ArrowLeft')
    expect([bench.spans, bench.taken]).toEqual([['date: a'], true])
  })

  test('typed offsets and dragged handles are taken around whole clusters inside the text', () => {
    const bench = new TextBench('up 👍🏿 now').drag('up').label('date')
    const resize = (start: number, end: number) =>
      bench.send({
        kind: 'resize',
        id: bench.state.at.kind === 'span' ? bench.state.at.id : '',
        start,
        end,
      } as TextEvent)
    expect(resize(-4, 4).spans).toEqual(['date: up 👍🏿'])
    expect(resize(6, 99).spans).toEqual(['date: now'])
    expect(resize(3, 3).notice).toEqual({ kind: 'onlySpaces' })
    expect(bench.undo().undo().spans).toEqual(['date: up'])
  })

  test('a handle puts its border around a whole cluster, and beyond the other border the two change parts', () => {
    const bench = new TextBench('go 👍🏿 up').drag('👍🏿').label('date')
    const put = (edge: 'start' | 'end', at: number) => bench.send({ kind: 'put', edge, at: at as CodePoint })
    expect(put('end', 6).spans).toEqual(['date: 👍🏿 '])
    expect(put('start', 4).spans).toEqual(['date: 👍🏿 '])
    expect(put('start', 8).spans).toEqual(['date: up'])
    expect(put('end', 6).spans).toEqual(['date: up'])
    expect(bench.undo().undo().spans).toEqual(['date: 👍🏿'])
  })

  test('a border that was clicked goes where the next click is, and Esc leaves it', () => {
    const bench = labelled().open('person: Obama')
    bench.send({ kind: 'carry', edge: 'end' }).click(' born')
    expect(bench.selected).toBe('span person: Obama was')
    bench.send({ kind: 'carry', edge: 'start' }).press('Escape').click('Barack')
    expect(bench.spans).toEqual(['person: Obama was', 'place: Hawaii'])
  })

  test('Alt+. goes round those that lie on each other, from the word at the caret to the first', () => {
    const bench = new TextBench('one two three four').drag('one two').label('date').drag('two three').label('place')
    bench.drag('three').label('person').drag('four').label('person')
    bench.open('date: one two')
    const round = [1, 2, 3].map(() => bench.press('Alt+.').selected)
    expect(round).toEqual(['span place: two three', 'span person: three', 'span date: one two'])
    expect(bench.open('person: four').press('Alt+.').selected).toBe('span person: four')
    expect(bench.drag('three').press('Alt+.').selected).toBe('span date: one two')
    expect(bench.press('Escape', 'Alt+.').taken).toBe(false)
  })

  test('stored outside the text it is opened, moved and left like any other', () => {
    const bench = new TextBench('one two')
    const stray: WorkLabel = {
      id: 'x',
      name: 'date',
      type: 103,
      place: { kind: 'span', start: 90, end: 99 },
      property: {},
    }
    bench.document = editDocument(bench.document, 'label', addLabels([stray]))
    expect(bench.press('Enter', 'Tab', 'Alt+Shift+ArrowLeft', 'ArrowLeft').selected).toBe('|two')
    expect(bench.press('Tab', 'Delete').spans).toEqual([])
  })

  test('Del removes it', () => expect(labelled().press('Delete').spans).toEqual(['person: Obama']))

  test('a locked one keeps label, borders and itself', () => {
    const bench = labelled().look('place: Hawaii', { locked: true })
    for (const act of [() => bench.label('date'), () => bench.press('Alt+ArrowLeft'), () => bench.press('Delete')]) {
      expect(act().notice).toMatchObject({ kind: 'locked' })
    }
    expect(bench.spans).toEqual(['person: Obama', 'place: Hawaii'])
  })

  test('the exact same one is refused, the same text with another label is not', () => {
    const bench = labelled().drag('Hawaii').label('place')
    expect(bench.notice).toEqual({ kind: 'duplicate', id: bench.idOf('place: Hawaii') })
    expect(bench.label('date').spans).toEqual(['person: Obama', 'place: Hawaii', 'date: Hawaii'])
    expect(bench.label('place').notice).toMatchObject({ kind: 'duplicate' })
  })

  test('overlaps are refused where the dataset wants none, also by a border', () => {
    const bench = labelled({ overlaps: false }).drag('Barack Obama').label('date')
    expect(bench.notice).toEqual({ kind: 'overlaps', id: bench.idOf('person: Obama') })
    bench.drag('in ').label('date').press('Alt+ArrowRight')
    expect(bench.spans).toContain('date: in ')
    expect(bench.press('Alt+ArrowRight').notice).toMatchObject({ kind: 'overlaps' })
  })

  test('gone by undo, it is not acted on any more', () => {
    const bench = new TextBench(sentence).drag('Obama').label('person').undo()
    expect(bench.press('Delete').taken).toBe(false)
    expect(bench.document.past).toEqual([])
  })

  test('gone by another hand while a relation is drawn from it, the relation is given up', () => {
    const bench = labelled().open('person: Obama').press('R', 'Tab')
    bench.document = editDocument(bench.document, 'remove', removeLabels([bench.idOf('person: Obama')]))
    expect(bench.press('Enter').relations).toEqual([])
    expect(bench.selected).toBe('|Barack')
  })
})

const kinds = fc.constantFrom('left', 'right', 'up', 'down', 'home', 'end')
const place = fc.nat(30)
const choice = fc.constantFrom(
  { name: 'person', type: 103 },
  { name: 'place', type: 103 },
  { name: 'knows', type: 102 },
  { name: 'born in', type: 102 },
)
const someId = fc.integer({ min: 1, max: 5 }).map((id) => `n${id}`)
const anyEvent = fc.oneof(
  fc.record({ kind: fc.constant('enter'), at: place }),
  fc.record({ kind: fc.constant('move'), to: kinds, unit: fc.constantFrom('word', 'sentence'), extend: fc.boolean() }),
  fc.record({
    kind: fc.constant('border'),
    edge: fc.constantFrom('start', 'end'),
    to: fc.constantFrom('left', 'right'),
  }),
  fc.record({ kind: fc.constant('label'), choice }),
  fc.record({ kind: fc.constant('next'), back: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('remove', 'relate', 'reverse', 'escape') }),
  fc.record({ kind: fc.constant('point'), at: place, extend: fc.boolean() }),
  fc.record({ kind: fc.constant('select'), anchor: place, focus: place }),
  fc.record({ kind: fc.constant('pick'), unit: fc.constantFrom('word', 'sentence'), at: place }),
  fc.record({ kind: fc.constant('open'), id: someId }),
  fc.record({ kind: fc.constant('resize'), id: someId, start: place, end: place }),
  fc.record({ kind: fc.constant('connect'), from: someId, to: someId }),
) as fc.Arbitrary<TextEvent>
/** A text is labelled and perhaps related to another, so that there is something to work upon. */
const labelling = fc.record({ anchor: place, focus: place, name: fc.constantFrom('person', 'place') }).map(
  ({ anchor, focus, name }) =>
    [
      { kind: 'select', anchor, focus },
      { kind: 'label', choice: { name, type: 103 } },
    ] as TextEvent[],
)
const relating = fc.record({ from: someId, to: someId, choice }).map(
  ({ from, to, choice }) =>
    [
      { kind: 'connect', from, to },
      { kind: 'label', choice },
    ] as TextEvent[],
)
const gesture = fc.oneof(
  anyEvent.map((event) => [event]),
  labelling,
  relating,
)
const anyWork = fc.array(gesture, { minLength: 5, maxLength: 40 }).map((gestures) => gestures.flat())
const anyPage = anyText.map((text) => `Ann met Bob ${text} in Rome.`)

describe('whatever somebody does', () => {
  const settings = fc.record({
    labelFirst: fc.boolean(),
    words: fc.boolean(),
    trim: fc.boolean(),
    overlaps: fc.boolean(),
  })

  test('spans are whole clusters inside the text, relations have fitting ends, and undo restores the beginning', () => {
    fc.assert(
      fc.property(anyPage, settings, anyWork, (text, how, events) => {
        const bench = begun(text, how)
        for (const event of events) bench.send(clampedTo(bench, event))
        const { labels } = bench.document.content
        for (const label of labels) {
          const range = rangeOf(label)
          if (range === undefined) continue
          expect(range.start).toBeLessThan(range.end)
          expect(isBorder(bench.text, 'grapheme', range.start) && isBorder(bench.text, 'grapheme', range.end)).toBe(
            true,
          )
          if (how.overlaps) continue
          const others = labels.filter((other) => other !== label).flatMap((other) => rangeOf(other) ?? [])
          expect(others.every(({ start, end }) => end <= range.start || range.end <= start)).toBe(true)
        }
        const names = new Map(labels.map(({ id, name }) => [id, name]))
        for (const { name, place } of labels) {
          if (place.kind !== 'relation') continue
          expect(['person knows person', 'person born in place', 'person lives in place']).toContain(
            `${names.get(place.from)} ${name} ${names.get(place.to)}`,
          )
        }
        const end = bench.document.content
        const steps = bench.document.past.length
        for (let step = 0; step < steps; step++) bench.undo()
        expect(bench.document.content.labels).toEqual([])
        for (let step = 0; step < steps; step++) bench.redo()
        expect(bench.document.content).toEqual(end)
      }),
      { numRuns: 300 },
    )
  })

  test('Esc leads out in a few steps', () => {
    fc.assert(
      fc.property(anyPage, settings, anyWork, (text, how, events) => {
        const bench = begun(text, how)
        for (const event of events) bench.send(clampedTo(bench, event))
        bench.press(...Array.from({ length: 7 }, () => 'Escape'))
        expect([bench.taken, bench.state.at.kind]).toEqual([false, 'nothing'])
      }),
    )
  })
})

/** Two people and a place are labelled from the start, so that there is something to relate. */
function begun(text: string, settings: Partial<TextSettings>): TextBench {
  const bench = new TextBench(text, settings)
  return bench.drag('Ann').label('person').drag('Bob').label('person').drag('Rome').label('place')
}

/** The screen knows no places outside the text. */
function clampedTo(bench: TextBench, event: TextEvent): TextEvent {
  const inside = Object.entries(event).map(([key, value]) => [
    key,
    typeof value === 'number' ? Math.min(value, bench.text.length) : value,
  ])
  return Object.fromEntries(inside)
}

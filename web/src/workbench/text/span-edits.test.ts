import { describe, expect, test } from 'vitest'
import { TextBench } from '#tests/workbench/text-bench.ts'
import { editDocument } from '#web/workbench/document/document.ts'
import { findText } from './find.ts'
import type { CodePoint } from './offsets.ts'
import { findSameText, labelAll } from './span-edits.ts'
import { flawOf } from './spans.ts'
import { readText } from './text-model.ts'

const anything = { matchCase: false, words: false }
const startsOf = (text: string, wanted: string, how = anything) =>
  findText(readText(text), wanted, how).map(({ start }) => start)

describe('finding text', () => {
  test.each([
    ['Art, art and party', 'art', anything, [0, 5, 14]],
    ['Art, art and party', 'art', { ...anything, matchCase: true }, [5, 14]],
    ['Art, art and party', 'art', { ...anything, words: true }, [0, 5]],
    ['💩 a.c abc', 'a.c', anything, [2]],
    ['cafe\u0301 e', 'e', anything, [6]],
    ['👩‍👩‍👧 👩', '👩', anything, [6]],
    ['aaaa', 'aa', anything, [0, 2]],
    ['ba a a', 'a a', { ...anything, words: true }, [3]],
    ['İstanbul i', 'i', anything, [9]],
    ['one', '', anything, []],
  ])('in %j, %j with %o starts at %j', (text, wanted, how, starts) =>
    expect(startsOf(text, wanted, how)).toEqual(starts),
  )
})

describe('labelling all the same text', () => {
  const choice = { name: 'person', type: 103 } as const

  test('previews what would be labelled and what is labelled already, and is one step', () => {
    const bench = new TextBench('Ann met ann. Ann left.').drag('Ann').label('person')
    const same = findSameText(bench.text, bench.document.content, 'Ann', choice, { ...anything, overlaps: true })
    expect([same.free.length, same.taken]).toEqual([2, 1])
    const { name, edit } = labelAll(same, choice, bench.desk.newId)
    bench.document = editDocument(bench.document, name, edit)
    expect(bench.spans).toEqual(['person: Ann', 'person: ann', 'person: Ann'])
    expect(bench.undo().spans).toEqual(['person: Ann'])
  })

  test('passes over what overlaps where the dataset wants none', () => {
    const bench = new TextBench('New York, York').drag('New York').label('place')
    const find = (overlaps: boolean) =>
      findSameText(bench.text, bench.document.content, 'York', choice, { ...anything, overlaps })
    expect([find(true).free.length, find(false).free.length, find(false).taken]).toEqual([2, 1, 1])
  })
})

describe('a stored place', () => {
  test.each([
    [0, 2, undefined],
    [0, 1, 'cutsCluster'],
    [2, 3, undefined],
    [2, 9, 'outside'],
    [-1, 2, 'outside'],
    [2, 2, 'outside'],
  ])('from %i to %i is flagged as %s', (start, end, flaw) => {
    const range = { start: start as CodePoint, end: end as CodePoint }
    expect(flawOf(readText('👍🏿 x'), range)).toBe(flaw)
  })
})

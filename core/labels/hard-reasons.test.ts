import { expect, test } from 'vitest'
import { hardReasonsOf } from './hard-reasons.ts'

const label = (reasons: unknown) => ({ type: 1, property: { '@modelarts:hard_reasons': reasons } })

test('reasons of the sample and of its labels come together, each once, in order', () => {
  expect(hardReasonsOf({ '@modelarts:hard_reasons': [19, 3] }, [label('3-20'), label('0'), label('')])).toEqual([
    0, 3, 19, 20,
  ])
})

test('there may be none, and what is none is left out', () => {
  expect(hardReasonsOf({}, [{ type: 1, property: {} }])).toEqual([])
  expect(hardReasonsOf({ '@modelarts:hard_reasons': '3' }, [label('31'), label('x'), label(3)])).toEqual([])
})

import { describe, expect, test } from 'vitest'
import { reasonsOf, withReasons } from './quick-reasons.ts'

describe('quick reasons', () => {
  test('belong to a task', () => {
    const kept = withReasons(withReasons(undefined, 't1', ['blurred']), 't2', ['too loose'])
    expect(reasonsOf(kept, 't1')).toEqual(['blurred'])
    expect(reasonsOf(kept, 't2')).toEqual(['too loose'])
    expect(reasonsOf(kept, 't3')).toBeUndefined()
  })

  test('may all be taken away', () => {
    expect(reasonsOf(withReasons({ t1: ['blurred'] }, 't1', []), 't1')).toEqual([])
  })

  test('are each there once, and no more than there are keys', () => {
    const many = ['a', 'a', ...Array.from({ length: 20 }, (_, i) => `reason ${i}`)]
    expect(reasonsOf(withReasons({}, 't1', many), 't1')).toEqual(['a', ...many.slice(2, 10)])
  })

  test('of tasks long forgotten are let go', () => {
    let kept: unknown = {}
    for (let i = 0; i < 40; i++) kept = withReasons(kept, `t${i}`, ['x'])
    expect(Object.keys(kept as object)).toHaveLength(30)
    expect(reasonsOf(kept, 't9')).toBeUndefined()
    expect(reasonsOf(kept, 't39')).toEqual(['x'])
  })

  test('that another version kept otherwise are not understood and left out', () => {
    expect(reasonsOf({ t1: 'blurred' }, 't1')).toBeUndefined()
    expect(reasonsOf({ t1: [1, 'blurred'] }, 't1')).toEqual(['blurred'])
    expect(reasonsOf('nonsense', 't1')).toBeUndefined()
  })
})

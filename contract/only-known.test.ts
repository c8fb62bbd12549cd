import { expect, test } from 'vitest'
import { onlyKnown } from './only-known.ts'
import { WorkforceInformation } from './workforce-tasks.ts'

test('unknown keys go, at every depth, and the value itself stays as it was', () => {
  const value = {
    task_name: 'first',
    sample_conditions: 5,
    workforces_config: { agency: 'a@b.example', extra: 1, workforces: [{ workers: [{ role: 0 as const, extra: 1 }] }] },
  }
  const copy = structuredClone(value)
  expect(onlyKnown(WorkforceInformation, value)).toEqual({
    task_name: 'first',
    workforces_config: { agency: 'a@b.example', workforces: [{ workers: [{ role: 0 }] }] },
  })
  expect(value).toEqual(copy)
})

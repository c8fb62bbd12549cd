import { expect, test } from 'vitest'
import { expectedTotal } from './expected-total.ts'

const task = (create_time: number, import_path: string, more: object) => ({
  ...{ create_time, import_path, import_type: 0 as const, status: 'COMPLETED' as const },
  ...more,
})
const counted = (create_time: number, total_sample_count: number, import_path = 'obs://b/a/') =>
  task(create_time, import_path, { total_sample_count, muster: { dry_run: true } })

test('the last dry run of the same source before an import has counted what there is', () => {
  const running = task(9, 'obs://b/a/', { status: 'RUNNING' })
  expect(expectedTotal(running, [counted(10, 5), counted(8, 4), counted(7, 3), counted(8, 9, 'obs://b/z/')])).toBe(4)
  expect(expectedTotal(running, [task(8, 'obs://b/a/', { total_sample_count: 4 })])).toBeUndefined()
  expect(expectedTotal(running, [{ ...counted(8, 4), status: 'FAILED' }])).toBeUndefined()
})

import { expect, test } from 'vitest'
import { codes, errors, MusterError } from './errors.ts'

test('an entry makes an error with status, code and sentence', () => {
  const error = errors.datasetNotFound()
  expect(error).toBeInstanceOf(MusterError)
  expect(error.status).toBe(404)
  expect(error.refusal).toEqual({ error_code: 'ModelArts.4352', error_msg: 'The dataset does not exist.' })
})

test('a sentence of its own replaces that of the catalogue', () => {
  expect(errors.labelRule('labels[2]: x1 must be less than x2').error_msg).toBe('labels[2]: x1 must be less than x2')
  expect(errors.labelRule.refusal('labels[2]: bad')).toEqual({
    error_code: 'ModelArts.4413',
    error_msg: 'labels[2]: bad',
  })
})

test('what the URL names is refused with 404, what a body names with 400, under one code (D45)', () => {
  const pairs = [
    [errors.sampleNotFound, errors.sampleUnknown],
    [errors.labelNotFound, errors.labelUnknown],
    [errors.workforceNotFound, errors.workforceUnknown],
    [errors.workerNotFound, errors.workerUnknown],
    [errors.workforceTaskNotFound, errors.workforceTaskUnknown],
    [errors.versionNotFound, errors.versionUnknown],
  ] as const
  for (const [missing, unknown] of pairs) {
    expect([missing.status, unknown.status]).toEqual([404, 400])
    expect(missing.error_code).toBe(unknown.error_code)
  }
})

test('every entry says something, under a code of the documented form', () => {
  for (const error of Object.values(errors)) {
    expect(error.error_code).toMatch(/^ModelArts\.\d{4}$/)
    expect(error.error_msg).toMatch(/^[A-Z].*\.$/)
    expect(error.when).toMatch(/^.*\.$/)
  }
  expect(new Set(codes).size).toBe(codes.length)
})

import { expect, test } from 'vitest'
import { DatasetStatus } from '#contract/codes.ts'
import { mayDeleteSamples, mayWriteLabels } from './label-gate.ts'

const codes = {
  creating: undefined,
  normal: undefined,
  deleting: 'ModelArts.4344',
  deleted: 'ModelArts.4344',
  abnormal: undefined,
  synchronizing: undefined,
  publishing: 'ModelArts.4381',
  switching: 'ModelArts.4381',
  importing: undefined,
} as const satisfies Record<keyof typeof DatasetStatus, string | undefined>

test.each(Object.entries(codes))('while a dataset is %s, label writes answer %s', (status, error_code) => {
  expect(mayWriteLabels(DatasetStatus[status as keyof typeof codes])?.error_code).toBe(error_code)
})

test.each(Object.entries(codes))(
  'while a dataset is %s, samples are deleted only if no data comes in',
  (status, barred) => {
    const isComingIn = ['creating', 'importing', 'synchronizing'].includes(status)
    const refusal = mayDeleteSamples(DatasetStatus[status as keyof typeof codes])
    expect(refusal?.error_code).toBe(isComingIn ? 'ModelArts.4424' : barred)
  },
)

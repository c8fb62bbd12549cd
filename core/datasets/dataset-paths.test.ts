import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRefusal } from '#core/refusal.ts'
import { innerWorkPathOf, longestWorkPath, readDatasetPaths, readFolder } from './dataset-paths.ts'

const read = (data_path: string, work_path: string) => readDatasetPaths({ data_path, work_path })

describe('the folders of a dataset', () => {
  test('are read from every spelling, with or without a slash at the end', () => {
    const paths = { input: { bucket: 'b', key: 'in/' }, work: { bucket: 'b', key: 'out/' } }
    for (const data_path of ['/b/in/', '/b/in', 'obs://b/in/', 's3://b/in', 'S3A://b/in/']) {
      expect(read(data_path, 'obs://b/out')).toEqual(paths)
    }
  })

  test('may lie side by side, share the beginning of a name, or the input in the work path', () => {
    for (const [data_path, work_path] of [
      ['/b/in/', '/b/in2/'],
      ['/b/in/', '/c/in/'],
      ['/b/work/in/', '/b/work/'],
    ] as const) {
      expect(read(data_path, work_path)).toHaveProperty('work')
    }
  })

  test.each([
    ['/b/in/', '/b/in/', '4205', 'work_path: must not be the input path nor a folder in it'],
    ['/b/in', 'obs://b/in/deep', '4205', 'work_path: must not be the input path nor a folder in it'],
    ['/b/in/', '/b/', '4205', 'work_path: must be a folder below a bucket'],
    ['/b', '/b/out/', '4205', 'data_sources[0].data_path: must be a folder below a bucket'],
    ['/b/in/', 'out/', '4313', 'work_path: The path "out/" must begin with "/", "obs://" or "s3://".'],
    ['/b//in/', '/b/out/', '4315', 'data_sources[0].data_path: The path "/b//in/" must not hold "//".'],
  ])('%s with %s is refused', (data_path, work_path, code, error_msg) => {
    expect(read(data_path, work_path)).toEqual({ error_code: `ModelArts.${code}`, error_msg })
  })

  test('the work path has at most 700 characters, counted in code points', () => {
    const path = (length: number) => `/b/${'x'.repeat(length - 3)}`
    expect(read('/b/in/', path(longestWorkPath))).toHaveProperty('work')
    expect(read('/b/in/', path(longestWorkPath + 1))).toMatchObject({ error_code: 'ModelArts.4350' })
    const emoji = `/b/${'😀/'.repeat(200)}`
    expect(emoji.length).toBeGreaterThan(600)
    expect(read('/b/in/', `${emoji}${'x'.repeat(longestWorkPath - 403)}`)).not.toMatchObject({
      error_code: 'ModelArts.4350',
    })
  })

  test('a work path that is taken never lies in the input path', () => {
    const folder = fc.array(fc.constantFrom('a', 'b', 'in'), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(folder, folder, (input, work) => {
        const paths = read(`/b/${input.join('/')}`, `/b/${work.join('/')}/`)
        const inside = input.every((part, i) => work[i] === part)
        expect(isRefusal(paths)).toBe(inside)
      }),
    )
  })
})

test('the folder of one dataset bears its name and its id', () => {
  expect(innerWorkPathOf({ bucket: 'b', key: 'out/' }, 'cats', 'Qa1')).toBe('/b/out/cats-Qa1/')
})

test('a folder is named by the field it came in', () => {
  expect(readFolder('/b', ['data_path'])).toMatchObject({ error_msg: 'data_path: must be a folder below a bucket' })
})

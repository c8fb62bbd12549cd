import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareKeys, faultOfKey, formatObjectPath, isBucketName, parseObjectPath } from './object-path.ts'

describe('a path of the object store', () => {
  test.each([
    ['/test-obs/classify/input/animals/', 'test-obs', 'classify/input/animals/'],
    ['obs://test-obs/daoLu_images/1.jpg', 'test-obs', 'daoLu_images/1.jpg'],
    ['s3://b/k', 'b', 'k'],
    ['S3://b/k', 'b', 'k'],
    ['s3a://b/k/', 'b', 'k/'],
    ['OBS://b', 'b', ''],
    ['/b', 'b', ''],
    ['/b/', 'b', ''],
    ['/b/Fotos März/猫 (1)+2 & 50%.jpg', 'b', 'Fotos März/猫 (1)+2 & 50%.jpg'],
    ['/b/👩‍👩‍👧.png', 'b', '👩‍👩‍👧.png'],
    ['/b/..a/b../...', 'b', '..a/b../...'],
    ['/b/a:b', 'b', 'a:b'],
  ])('%s is read', (text, bucket, key) => {
    expect(parseObjectPath(text)).toEqual({ bucket, key })
  })

  test.each(['//b/k', '/b//k', '/b/k//', 'obs:///b/k', 'obs://b//k', '/b/s3://c/k'])('%s holds //: E4315', (text) => {
    expect(parseObjectPath(text)).toMatchObject({ error_code: 'ModelArts.4315' })
  })

  test.each([
    '',
    '/',
    'obs://',
    'b/k',
    'file:///etc/passwd',
    'http://b/k',
    'javascript:alert(1)',
    '/../etc/passwd',
    '/./k',
    '/.hidden/k',
    '/b..c/k',
    '/-b/k',
    '/bücket/k',
    `/${'b'.repeat(64)}/k`,
    '/b/..',
    '/b/../c',
    '/b/a/../../c',
    '/b/./k',
    '/b/k/.',
    '/b/k/../',
    '/b/a\\b',
    '/b/..\\..\\c',
    '/b/a\0b',
    '/b/a\nb',
    '/b/a\r\nb',
    '/b/a\u007fb',
    '/b/a\u0085b',
    '/b/a\u2028b',
    '/b/a\ud800b',
    '/b/a\u202egpj.exe',
    '/b/%2e%2e/k',
    '/b/%2E%2E/k',
    '/b/%252e%252e/k',
    '/b/..%2fk',
    '/b/..%5Ck',
    '/b/k%00.jpg',
    '/b/k%0d%0a',
    `/b/${'k'.repeat(1025)}`,
    `/b/${'猫'.repeat(342)}`,
  ])('%j is malformed: E4313, and the sentence names the path', (text) => {
    const refusal = parseObjectPath(text)
    expect(refusal).toMatchObject({ error_code: 'ModelArts.4313' })
    expect((refusal as { error_msg: string }).error_msg).toMatch(/^The path ".*" .*\.$/s)
  })

  test('a key of 1024 bytes is read', () => {
    expect(parseObjectPath(`/b/${'猫'.repeat(341)}x`)).toHaveProperty('bucket', 'b')
  })

  test('each form is read back to the same value', () => {
    const part = fc.stringMatching(/^[A-Za-z0-9 äö猫😀%()._-]{1,12}$/u)
    const key = fc.array(part, { maxLength: 4 }).map((parts) => parts.join('/'))
    const bucket = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/)
    fc.assert(
      fc.property(bucket, key, fc.boolean(), fc.constantFrom('obs', 's3', 'slash'), (bucket, stem, folder, form) => {
        const key = folder && stem !== '' ? `${stem}/` : stem
        fc.pre(isBucketName(bucket) && (key === '' || faultOfKey(key) === undefined))
        expect(parseObjectPath(formatObjectPath({ bucket, key }, form as 'obs'))).toEqual({ bucket, key })
      }),
    )
  })

  test('whatever is accepted stays below its bucket', () => {
    const piece = fc.constantFrom('..', '.', '/', '\\', '%2e', '%2f', 'a', 'b', '\0', ' ', '://', 'obs', '\u202e', '%')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const path = parseObjectPath(`/b/${pieces.join('')}`)
        if ('error_code' in path) return
        const resolved = new URL(
          path.key
            .split('/')
            .map((part) => encodeURIComponent(part))
            .join('/'),
          'http://host/b/',
        )
        expect(decodeURIComponent(resolved.pathname)).toBe(`/b/${path.key}`)
      }),
      { numRuns: 2000 },
    )
  })
})

test('keys are ordered by the bytes of their UTF-8 text', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', 'é', '猫', '\ue000', '\uffee', '😀', '🂡') })
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
    }),
  )
  expect(compareKeys('\uffee', '😀')).toBeLessThan(0)
})

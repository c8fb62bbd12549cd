import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'

/** What is said about settings; nothing when they are fine. */
function problemsOf(env: Record<string, string>): string[] {
  const read = readConfig(env)
  return 'problems' in read ? read.problems : []
}

test.each(['10.0.0.1', '10.0.0.0/8, 192.168.1.7', '::1,fd00::/8', '0.0.0.0/1'])(
  'MUSTER_TRUSTED_PROXIES takes %s',
  (text) => {
    expect(problemsOf({ MUSTER_TRUSTED_PROXIES: text })).toEqual([])
  },
)

test.each([
  ['proxy.example.com', 'proxy.example.com'],
  ['10.0.0.1,', ''],
  ['10.0.0.1 10.0.0.2', '10.0.0.1 10.0.0.2'],
  ['10.0.0.0/33', '10.0.0.0/33'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['fd00::/129', 'fd00::/129'],
  ['::1, true', 'true'],
])('MUSTER_TRUSTED_PROXIES refuses %s and says what of it', (text, part) => {
  const problems = problemsOf({ MUSTER_TRUSTED_PROXIES: text })
  expect(problems).toHaveLength(1)
  expect(problems[0]).toContain(`"${part}"`)
})

test('MUSTER_IMPORT_HOSTS takes hosts, with a port where that is not the usual one', () => {
  const hosts = 'files.example.com, FILES.example.org:8443,10.0.0.5:9000,[2a00::1]'
  const read = readConfig({ MUSTER_IMPORT_HOSTS: hosts })
  expect(read).toMatchObject({
    config: { importHosts: ['files.example.com', 'files.example.org:8443', '10.0.0.5:9000', '[2a00::1]'] },
  })
  expect(readConfig({})).toMatchObject({ config: { importHosts: [] } })
  const bad = ['https://a.example', 'a.example/', 'a.example/x', 'user@a.example', '*', 'a b', '10.1:9', '', 'a:99999']
  for (const host of bad) {
    expect(problemsOf({ MUSTER_IMPORT_HOSTS: `files.example.com,${host}` })).toEqual([
      `MUSTER_IMPORT_HOSTS takes hosts such as files.example.com and 10.0.0.5:9000, not "${host}"`,
    ])
  }
})

test('MUSTER_PUBLIC_URL may have a path, but neither query nor fragment, since paths follow it', () => {
  expect(problemsOf({ MUSTER_PUBLIC_URL: 'https://example.com/muster/' })).toEqual([])
  for (const url of ['https://example.com/?a=1', 'https://example.com/?', 'https://example.com/#top']) {
    expect(problemsOf({ MUSTER_PUBLIC_URL: url })).toEqual([
      `MUSTER_PUBLIC_URL must have no query and no fragment: "${url}"`,
    ])
  }
})

test.each(['MUSTER_CONSOLE', 'MUSTER_REJECTION_MAILS'])('%s is on unless it says off', (name) => {
  expect(problemsOf({ [name]: 'off' })).toEqual([])
  expect(problemsOf({ [name]: 'maybe' })).toEqual([`${name} must be on or off, not "maybe"`])
  expect(readConfig({})).toMatchObject({ config: { console: true, rejectionMails: true } })
})

describe('MUSTER_BUCKETS=s3', () => {
  const s3 = {
    MUSTER_BUCKETS: 's3',
    MUSTER_S3_ENDPOINT: 'https://s3.example.com',
    MUSTER_S3_ACCESS_KEY: 'AK',
    MUSTER_S3_SECRET_KEY: 'top-secret',
  }

  test('takes where the store is and how to sign in', () => {
    const settings = { endpoint: 'https://s3.example.com', accessKey: 'AK', secretKey: 'top-secret' }
    expect(readConfig(s3)).toMatchObject({ config: { s3: { ...settings, region: 'us-east-1' } } })
    const elsewhere = { ...s3, MUSTER_S3_REGION: 'cn-north-4' }
    expect(readConfig(elsewhere)).toMatchObject({ config: { s3: { ...settings, region: 'cn-north-4' } } })
    expect(readConfig({ ...s3, MUSTER_BUCKETS: '/files' })).toMatchObject({
      config: { s3: null, bucketsFolder: '/files' },
    })
  })

  test('takes an address of the store for browsers, which is not beside the console and as safe', () => {
    const MUSTER_PUBLIC_URL = 'https://muster.example.com'
    const given = (MUSTER_S3_PUBLIC_ENDPOINT: string) => ({ ...s3, MUSTER_PUBLIC_URL, MUSTER_S3_PUBLIC_ENDPOINT })
    const publicEndpoint = 'https://files.example.com/s3'
    expect(readConfig(given(publicEndpoint))).toMatchObject({ config: { s3: { publicEndpoint } } })
    expect(readConfig(s3)).toMatchObject({ config: { s3: { publicEndpoint: undefined } } })
    for (const [address, said] of [
      ['files.example.com', /must be an address/],
      ['https://me:top-secret@host', /must be an address/],
      ['http://files.example.com', /must begin with https/],
      [`${MUSTER_PUBLIC_URL}/s3`, /must have another host or port/],
    ] as const) {
      const problems = problemsOf(given(address))
      expect(problems).toEqual([expect.stringMatching(said)])
      expect(problems.join()).not.toContain('top-secret')
    }
  })

  test('says what is missing, one line each', () => {
    expect(problemsOf({ MUSTER_BUCKETS: 's3' })).toEqual([
      'MUSTER_S3_ENDPOINT must be set with MUSTER_BUCKETS=s3',
      'MUSTER_S3_ACCESS_KEY must be set with MUSTER_BUCKETS=s3',
      'MUSTER_S3_SECRET_KEY must be set with MUSTER_BUCKETS=s3',
    ])
  })

  test('says what is wrong and never repeats it, since it may be a secret', () => {
    for (const MUSTER_S3_ENDPOINT of [
      'top-secret',
      'ftp://top-secret',
      'https://me:top-secret@host',
      'https://h/?top-secret',
    ]) {
      const problems = problemsOf({ ...s3, MUSTER_S3_ENDPOINT })
      expect(problems).toEqual([expect.stringMatching(/^MUSTER_S3_ENDPOINT must be an address/)])
      expect(problems.join()).not.toContain('top-secret')
    }
    expect(problemsOf({ ...s3, MUSTER_S3_REGION: 'top secret' })).toEqual([
      'MUSTER_S3_REGION may hold letters, digits and -, at most 63',
    ])
  })
})

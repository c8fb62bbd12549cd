import { expect, test } from 'vitest'
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

import { argon2Sync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { hashPassword, isOutdated, verifyPassword } from './password.ts'
import { faultOfPassword } from './password-rules.ts'

const password = 'violet kestrel 7'

describe('a stored password', () => {
  test('is a PHC string of argon2id at the agreed cost, salted anew each time', async () => {
    const [first, second] = await Promise.all([hashPassword(password), hashPassword(password)])
    expect(first).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(second).not.toBe(first)
    expect(isOutdated(first!)).toBe(false)
  })

  test('fits its password alone', async () => {
    const hash = await hashPassword(password)
    expect(await verifyPassword(password, hash)).toBe(true)
    expect(await verifyPassword(`${password} `, hash)).toBe(false)
    expect(await verifyPassword(password.toUpperCase(), hash)).toBe(false)
    expect(await verifyPassword('', hash)).toBe(false)
  })

  test('does not depend on how a keyboard composes letters', async () => {
    const hash = await hashPassword('grüne Wiese im Mai')
    expect(await verifyPassword('gru\u0308ne Wiese im Mai', hash)).toBe(true)
  })

  test('made at another cost is still understood, and known to be outdated', async () => {
    const salt = Buffer.from('sixteen bytes!!!')
    const cost = { parallelism: 1, tagLength: 24, memory: 64, passes: 2 }
    const key = argon2Sync('argon2id', { message: Buffer.from(password), nonce: salt, ...cost })
    const plain = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
    const hash = `$argon2id$v=19$m=64,t=2,p=1$${plain(salt)}$${plain(key)}`
    expect(await verifyPassword(password, hash)).toBe(true)
    expect(await verifyPassword('another password', hash)).toBe(false)
    expect(isOutdated(hash)).toBe(true)
  })

  test('that is missing takes as long to refuse as a wrong one', async () => {
    const hash = await hashPassword(password)
    const time = async (stored: string | null) => {
      const began = performance.now()
      expect(await verifyPassword('not the password', stored)).toBe(false)
      return performance.now() - began
    }
    const median = async (stored: string | null) => {
      const times = []
      for (let i = 0; i < 7; i++) times.push(await time(stored))
      return times.sort((a, b) => a - b)[3]!
    }
    // No hash would be refused within microseconds; other work on the machine moves both figures by less than this.
    expect(await median(null)).toBeGreaterThan((await median(hash)) / 5)
  })

  test('is hashed two at a time; 50 wait and more are sent away', async () => {
    const many = await Promise.allSettled(Array.from({ length: 55 }, () => verifyPassword(password, null)))
    const refused = many.filter((one) => one.status === 'rejected')
    expect(refused).toHaveLength(3)
    expect(refused[0]!.reason).toMatchObject({ status: 429, error_code: 'ModelArts.4206' })
  })
})

describe('a password that a person chooses', () => {
  test.each([
    ['violet kestrel 7'],
    ['twelve chars'],
    ['ein sehr langer Satz mit Umlauten: äöü'],
    ['密码是一个很长的中文句子哦对'],
    [`${'x'.repeat(500)}yzq${'z'.repeat(521)}`],
  ])('may be %s', (text) => {
    expect(faultOfPassword(text)).toBeNull()
  })

  test.each([
    ['', 'at least 12'],
    ['elevenchars', 'at least 12'],
    ['🙂🙃😉😊😇🙂', 'at least 12'],
    [`${'abcd '.repeat(205)}`, 'at most 1024'],
    ['Password-1234', 'tries first'],
    ['qwertyuiop123', 'tries first'],
    ['passwordpassword', 'tries first'],
    ['aaaaaaaaaaaaaaa', 'too regular'],
    ['abababababababab', 'too regular'],
    ['1234567890123', 'too regular'],
    ['nmlkjihgfedcba', 'too regular'],
  ])('may not be %j', (text, reason) => {
    expect(faultOfPassword(text)).toContain(reason)
  })
})

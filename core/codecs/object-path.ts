import { errors, type Refusal } from '#contract/errors.ts'
import { quote } from '#contract/text.ts'

/** An object or a folder in the object store; the key of the bucket itself is `''`, that of a folder ends in `/`. */
export type ObjectPath = { bucket: string; key: string }

/** How a path is spelled: `obs://b/k` in task answers, `s3://b/k` in version manifests, `/b/k` on the API (formats 3.2). */
export type PathForm = 'obs' | 's3' | 'slash'

/** The object stores we speak to allow no longer key; in bytes of UTF-8. */
export const longestKey = 1024

const schemes = /^(?:obs|s3a?):\/\//i
const bucketName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/

/**
 * What no name may hold: controls, line and paragraph separators, lone surrogates, the backslash, the marks that turn the
 * reading direction, and percent-encoded controls, dots, slashes, backslashes and percent signs (reliability S12).
 * Everything else passes - letters of every script, spaces, `+`, `(`, a plain `%` - although the vendor's page knows only
 * letters, digits, `-`, `_` and `/`: real folders hold such names, and refusing them would lose the files on a scan.
 */
const badCharacter = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\\\u202a-\u202e\u2066-\u2069]|%(?:[01][0-9a-f]|2[5ef]|5c|7f)/iu

/**
 * Reads every spelling of formats 3.2: `/b/k`, `obs://b/k`, `s3://b/k`, `s3a://b/k` (the scheme in any case).
 * Says nothing about whether the bucket (E4311) or the object (E4312) is there: the store does, when it is used.
 * E4315: the path holds `//`. E4313: any other fault of form.
 */
export function parseObjectPath(text: string): ObjectPath | Refusal {
  const scheme = schemes.exec(text)?.[0]
  if (scheme === undefined && !text.startsWith('/')) {
    return badPath(text, 'must begin with "/", "obs://" or "s3://"')
  }
  const path = text.slice(scheme?.length ?? 1)
  if (path.startsWith('/') || path.includes('//')) {
    return errors.pathDoubleSlash.refusal(`The path ${quote(text)} must not hold "//".`)
  }
  const slash = path.indexOf('/')
  const bucket = slash < 0 ? path : path.slice(0, slash)
  const key = slash < 0 ? '' : path.slice(slash + 1)
  if (!isBucketName(bucket)) return badPath(text, 'names no valid bucket')
  const fault = key === '' ? undefined : faultOfKey(key)
  return fault === undefined ? { bucket, key } : badPath(text, fault)
}

/** Spells a path; `parseObjectPath` reads every form back to the same value. */
export function formatObjectPath(path: ObjectPath, form: PathForm = 'obs'): string {
  return `${form === 'slash' ? '/' : `${form}://`}${path.bucket}/${path.key}`
}

/** 1 to 63 letters, digits, `-`, `_` and `.`, beginning with a letter or digit; also safe as the name of a folder. */
export function isBucketName(text: string): boolean {
  return bucketName.test(text) && !text.includes('..')
}

/** What is wrong with the form of a key, as the end of a sentence about it, or undefined. One `/` at the end is allowed. */
export function faultOfKey(key: string): string | undefined {
  const bad = badCharacter.exec(key)
  if (bad !== null) return `must not hold ${quote(bad[0])}`
  if (bytesOf(key) > longestKey) return `must not be longer than ${longestKey} bytes`
  const parts = (key.endsWith('/') ? key.slice(0, -1) : key).split('/')
  if (parts.includes('')) return 'must not hold an empty part'
  if (parts.includes('.') || parts.includes('..')) return 'must not hold the parts "." and ".."'
  return undefined
}

/**
 * Orders keys as object stores do, by the bytes of their UTF-8 text, which is the order of code points. Comparing strings
 * directly differs from it where a surrogate meets U+E000 to U+FFFF.
 */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

function bytesOf(text: string): number {
  let bytes = 0
  for (const point of text) {
    const code = point.codePointAt(0)!
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

function badPath(text: string, fault: string): Refusal {
  return errors.pathCharacters.refusal(`The path ${quote(text)} ${fault}.`)
}

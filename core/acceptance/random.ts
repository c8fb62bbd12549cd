/** A source of random numbers: each call gives a whole number from 0 to 2^32 - 1, all equally likely. */
export type Uint32Source = () => number

/** Name of the generator as it is recorded with every draw. */
export const GENERATOR = 'xoshiro128**'

/**
 * The generator xoshiro128** 1.1 (Blackman, Vigna). Its state is the seed itself: 32 hex digits, read as four
 * numbers of 32 bits, the first digit of each the highest. Anybody can run it again in any language.
 * Throws a RangeError on anything else and on a seed of zeros, from which the generator never leaves zero.
 */
export function seededRandom(seed: string): Uint32Source {
  if (!/^[0-9a-f]{32}$/.test(seed) || /^0+$/.test(seed))
    throw new RangeError('a seed is 32 hex digits, not all of them 0')
  let [a, b, c, d] = [0, 8, 16, 24].map((at) => Number.parseInt(seed.slice(at, at + 8), 16)) as [
    number,
    number,
    number,
    number,
  ]
  return () => {
    const drawn = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotate(d, 11)
    return drawn
  }
}

/** A whole number from 0 to n - 1 without bias: numbers of the incomplete last round are thrown away. n: 1..2^32. */
export function integerBelow(random: Uint32Source, n: number): number {
  const rounds = 2 ** 32 - (2 ** 32 % n)
  let drawn = random()
  while (drawn >= rounds) drawn = random()
  return drawn % n
}

/** What is shuffled in place: arrays as well as typed arrays. */
type Shufflable<T> = { readonly length: number; [index: number]: T }

/** Shuffles in place, from the last place down (Fisher-Yates), and returns what it was given. */
export function shuffle<List extends Shufflable<unknown>>(random: Uint32Source, list: List): List {
  for (let last = list.length - 1; last > 0; last--) swap(list, last, integerBelow(random, last + 1))
  return list
}

/** The numbers 0 to n - 1 in random order. */
export function shuffledIndexes(random: Uint32Source, n: number): Uint32Array {
  return shuffle(random, indexes(n))
}

/** The numbers 0 to n - 1. */
export function indexes(n: number): Uint32Array {
  const list = new Uint32Array(n)
  for (let i = 0; i < n; i++) list[i] = i
  return list
}

export function swap<T>(list: Shufflable<T>, i: number, j: number): void {
  const held = list[i]!
  list[i] = list[j]!
  list[j] = held
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

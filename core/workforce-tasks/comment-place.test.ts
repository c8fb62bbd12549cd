import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SampleType } from '#contract/codes.ts'
import { isRefusal } from '#core/refusal.ts'
import { type CommentedSample, readCommentPlace } from './comment-place.ts'

const image: CommentedSample = { sample_type: SampleType.image, width: 640, height: 480, text_length: null }
const text: CommentedSample = { sample_type: SampleType.text, width: null, height: null, text_length: 20 }

describe('a place in an image', () => {
  test('lies in it, its border included', () => {
    const coordinate = fc.double({ min: 0, max: 1000, noNaN: true })
    fc.assert(
      fc.property(coordinate, coordinate, (x, y) => {
        const read = readCommentPlace({ x, y }, image)
        if (x <= 640 && y <= 480) expect(read).toEqual({ x, y })
        else expect(read).toMatchObject({ error_code: 'ModelArts.4396' })
      }),
    )
  })

  test('may be anywhere while nobody knows how large the image is', () => {
    expect(readCommentPlace({ x: 9999, y: 0 }, { ...image, width: null, height: null })).toEqual({ x: 9999, y: 0 })
  })

  test('is refused by its field', () => {
    expect(readCommentPlace({ x: 641, y: 0 }, image)).toMatchObject({ error_msg: 'place.x: must be 640 at most' })
    expect(readCommentPlace({ x: 0, y: 481 }, image)).toMatchObject({ error_msg: 'place.y: must be 480 at most' })
    expect(readCommentPlace({ x: 0, y: 0 }, text)).toMatchObject({ error_msg: 'place.x: is for images' })
  })
})

describe('a place in a text', () => {
  test('covers something of it', () => {
    const offset = fc.nat({ max: 30 })
    fc.assert(
      fc.property(offset, offset, (start, end) => {
        const fits = start < end && end <= 20
        expect(isRefusal(readCommentPlace({ start, end }, text))).toBe(!fits)
      }),
    )
  })

  test('is refused by its field', () => {
    expect(readCommentPlace({ start: 3, end: 3 }, text)).toMatchObject({
      error_msg: 'place.end: must be greater than start',
    })
    expect(readCommentPlace({ start: 3, end: 21 }, text)).toMatchObject({ error_msg: 'place.end: must be 20 at most' })
    expect(readCommentPlace({ start: 0, end: 1 }, image)).toMatchObject({ error_msg: 'place.start: is for texts' })
  })

  test('nothing but the place itself is kept', () => {
    expect(readCommentPlace({ start: 0, end: 1, more: 'x' } as never, text)).toEqual({ start: 0, end: 1 })
  })
})

test('what is half a point and a whole range, or the other way round, is neither', () => {
  for (const place of [
    { x: 1, start: 0, end: 2 },
    { x: 'left', y: 'top', start: 0, end: 2 },
    { x: 1, y: 1, start: 0 },
  ]) {
    for (const sample of [image, text]) {
      expect(readCommentPlace(place as never, sample)).toMatchObject({ error_code: 'ModelArts.4396' })
    }
  }
})

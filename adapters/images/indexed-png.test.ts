import sharp from 'sharp'
import { expect, test } from 'vitest'
import { encodeIndexedPng } from './indexed-png.ts'

const palette = [
  [0, 0, 0],
  [255, 0, 0],
  [1, 2, 3],
]
const picture = { width: 3, height: 2, data: Uint8Array.from([0, 1, 2, 2, 1, 0]), palette }

test('a picture of indices is a PNG with a palette, which shows its colours', async () => {
  const png = await encodeIndexedPng(picture)
  expect(await sharp(png).metadata()).toMatchObject({
    format: 'png',
    width: 3,
    height: 2,
    isPalette: true,
    bitsPerSample: 8,
  })
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  expect(info.channels).toBe(3)
  expect([...data]).toEqual([...picture.data].flatMap((index) => palette[index]!))
})

test('the same pixels give the same bytes', async () => {
  expect(await encodeIndexedPng(structuredClone(picture))).toEqual(await encodeIndexedPng(picture))
})

test('an index without a colour is black', async () => {
  const png = await encodeIndexedPng({ ...picture, palette: palette.slice(0, 1) })
  expect([...(await sharp(png).removeAlpha().raw().toBuffer())]).toEqual(Array(18).fill(0))
})

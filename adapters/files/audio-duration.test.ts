import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readWavDuration } from './audio-duration.ts'
import { readFromBytes } from './header-reader.ts'

type Wav = { rate?: number; channels?: number; bytesPerSample?: number; frames: number; before?: Buffer[] }

function chunk(kind: string, content: Uint8Array, size = content.length): Buffer {
  const head = Buffer.alloc(8)
  head.write(kind)
  head.writeUInt32LE(size, 4)
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)])
}

function wav({ rate = 16_000, channels = 1, bytesPerSample = 2, frames, before = [] }: Wav): Buffer {
  const format = Buffer.alloc(16)
  format.writeUInt16LE(1)
  format.writeUInt16LE(channels, 2)
  format.writeUInt32LE(rate, 4)
  format.writeUInt32LE(rate * channels * bytesPerSample, 8)
  format.writeUInt16LE(channels * bytesPerSample, 12)
  format.writeUInt16LE(8 * bytesPerSample, 14)
  const data = Buffer.alloc(frames * channels * bytesPerSample)
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...before, chunk('fmt ', format), chunk('data', data)]))
}

const duration = (file: Uint8Array) => readWavDuration(readFromBytes(file), file.length)

describe('the duration of a WAV file', () => {
  test.each([
    [{ frames: 16_000 }, 1000],
    [{ frames: 4 }, 0],
    [{ frames: 0 }, 0],
    [{ rate: 44_100, channels: 2, frames: 110_250 }, 2500],
    [{ rate: 8000, bytesPerSample: 1, frames: 12_345 }, 1543],
    [{ rate: 48_000, channels: 2, bytesPerSample: 3, frames: 48_024 }, 1001],
  ] as [Wav, number][])('%j lasts %d ms', async (shape, milliseconds) => {
    expect(await duration(wav(shape))).toBe(milliseconds)
  })

  test('other parts before the data are passed over, odd ones with their pad byte', async () => {
    const before = [chunk('LIST', Buffer.alloc(101)), chunk('junk', Buffer.alloc(200_000))]
    expect(await duration(wav({ frames: 16_000, before }))).toBe(1000)
  })

  test('a recording cut off lasts as long as it has data', async () => {
    const file = wav({ frames: 32_000 })
    expect(await duration(file.subarray(0, file.length - 32_000))).toBe(1000)
    const streamed = Buffer.from(file)
    streamed.writeUInt32LE(0xffffffff, 40)
    expect(await duration(streamed)).toBe(2000)
  })

  test('a header that does not say, and any other file, give null', async () => {
    const file = wav({ frames: 100 })
    const noRate = Buffer.from(file)
    noRate.writeUInt32LE(0, 28)
    expect(await duration(noRate)).toBeNull()
    for (const length of [0, 4, 11, 12, 20, 36, 43]) expect(await duration(file.subarray(0, length))).toBeNull()
    for (const text of ['', 'RIFF', 'ID3\x03', 'RIFF0000AVI ', 'OggS'])
      expect(await duration(Buffer.from(text))).toBeNull()
    const manyParts = Array(2000).fill(chunk('junk', Buffer.alloc(0)))
    expect(await duration(wav({ frames: 100, before: manyParts }))).toBeNull()
  })

  test('no header makes it throw or answer anything but a duration', async () => {
    const file = wav({ frames: 50 })
    const flips = fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(flips, async (changes) => {
        const bytes = Buffer.from(file)
        for (const [at, value] of changes) bytes[at] = value
        const found = await duration(bytes)
        expect(found === null || (Number.isSafeInteger(found) && found >= 0)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

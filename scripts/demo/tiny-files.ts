import { crc32, deflateSync } from 'node:zlib'

type Colour = readonly [red: number, green: number, blue: number]

/** A small PNG: a square of one colour on a ground of another, place and size in image pixels. */
export function tinyPicture(
  size: number,
  square: { x: number; y: number; side: number; colour: Colour },
  ground: Colour = [236, 236, 240],
): Buffer {
  const rows: number[] = []
  for (let y = 0; y < size; y++) {
    rows.push(0)
    for (let x = 0; x < size; x++) {
      const within = x >= square.x && x < square.x + square.side && y >= square.y && y < square.y + square.side
      rows.push(...(within ? square.colour : ground))
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.from(rows))), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...chunks])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}

const SAMPLES_PER_SECOND = 8000

/** A tone as a WAV file, 8 bits, mono. */
export function tinyTone(hertz: number, milliseconds: number): Buffer {
  const count = Math.round((SAMPLES_PER_SECOND * milliseconds) / 1000)
  const sound = Buffer.from(
    Array.from(
      { length: count },
      (_, i) => 128 + Math.round(100 * Math.sin((2 * Math.PI * hertz * i) / SAMPLES_PER_SECOND)),
    ),
  )
  const header = Buffer.alloc(44)
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(36 + sound.length, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(SAMPLES_PER_SECOND, 24)
  header.writeUInt32LE(SAMPLES_PER_SECOND, 28)
  header.writeUInt16LE(1, 32)
  header.writeUInt16LE(8, 34)
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(sound.length, 40)
  return Buffer.concat([header, sound])
}

import sharp from 'sharp'

/** Of every picture of these tests, in pixels. Small enough to be drawn on without zooming. */
export const SIZE = [320, 240] as const

export type FilePayload = { name: string; mimeType: string; buffer: Buffer }

/** Pictures of one colour each: 1.png, 2.png, … */
export async function pictures(count: number): Promise<FilePayload[]> {
  const [width, height] = SIZE
  const files: FilePayload[] = []
  for (let i = 1; i <= count; i++) {
    const background = { r: (i * 70) % 256, g: 120, b: 160 }
    const buffer = await sharp({ create: { width, height, channels: 3, background } })
      .png()
      .toBuffer()
    files.push({ name: `${i}.png`, mimeType: 'image/png', buffer })
  }
  return files
}

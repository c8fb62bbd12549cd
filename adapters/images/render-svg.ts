/** A drawing of our own as a JPEG; drawings of others may be hostile and must not come here. */
export async function renderSvg(svg: string): Promise<Buffer> {
  // Loaded when it is needed: most servers never draw.
  const { default: sharp } = await import('sharp')
  return sharp(Buffer.from(svg)).jpeg({ quality: 88 }).toBuffer()
}

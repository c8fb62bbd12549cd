import { gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { AWAY, RUN } from './watching.ts'

/** Runs, and asks elsewhere, which is seen also where nothing tells that a script ran. */
const SCRIPT = `${RUN};new Image().src='${AWAY}/ran'`

const HTML = `<!doctype html><title>x</title><script>${SCRIPT}</script><img src=x onerror="${SCRIPT}">`
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="${SCRIPT}"><script>${SCRIPT}</script></svg>`
const XHTML = `<html xmlns="http://www.w3.org/1999/xhtml"><body><script>${SCRIPT}</script></body></html>`
const STYLES = `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="#s"?>
<x><xsl:stylesheet id="s" version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:template match="/"><html><script>${SCRIPT}</script></html></xsl:template></xsl:stylesheet></x>`
const MHTML = `MIME-Version: 1.0
Content-Type: multipart/related; boundary="b"

--b
Content-Type: text/html
Content-Location: http://x.invalid/

${HTML}
--b--
`
const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL\\('${AWAY}/ran'\\))>>>>endobj
2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj
trailer<</Root 1 0 R>>
`
/** What a browser makes a document of when it is told the type, or left to guess it. */
export const DOCUMENTS = { 'text/html': HTML, 'image/svg+xml': SVG, 'application/xhtml+xml': XHTML } as const

/** A script that begins like a file of another kind: `head` in a comment or a name that is set. */
const scriptAfter = (head: string) => Buffer.from(`${head};${SCRIPT}`, 'latin1')
const latin = (text: string) => Buffer.from(text, 'latin1')

export type Polyglot = { name: string; bytes: Buffer }

/** Files that are, or that a careless reader takes for, more than one thing (reliability S2). */
export async function makePolyglots(): Promise<Polyglot[]> {
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
  const [jpg, png, webp, gif] = await Promise.all([
    picture.clone().jpeg().toBuffer(),
    picture.clone().png().toBuffer(),
    picture.clone().webp().toBuffer(),
    picture.clone().gif().toBuffer(),
  ])
  const exif = await picture
    .clone()
    .withExif({ IFD0: { Copyright: HTML, ImageDescription: HTML } })
    .jpeg()
    .toBuffer()
  const files: [name: string, bytes: Buffer | string][] = [
    // Pages and drawings under the names of pictures.
    ['html.jpg', HTML],
    ['html.png', HTML],
    ['html.gif', HTML],
    ['html.bmp', HTML],
    ['spaces.jpg', ` \n\t${HTML}`],
    ['comment.jpg', `<!-- a picture -->${HTML}`],
    ['marked.jpg', `\ufeff${HTML}`],
    ['utf16.jpg', Buffer.from(`\ufeff${HTML}`, 'utf16le')],
    ['utf7.jpg', '+ADw-script+AD4-ranHere=1+ADw-/script+AD4-'],
    ['svg.jpg', SVG],
    ['declared.png', `<?xml version="1.0"?>${SVG}`],
    ['packed.png', gzipSync(SVG)],
    ['xhtml.jpg', XHTML],
    ['styles.jpg', STYLES],
    ['mhtml.jpg', MHTML],
    ['pdf.jpg', PDF],
    ['script.jpg', SCRIPT],
    ['styles.png', `*{background:url(${AWAY}/ran)}`],
    // Pictures that carry a page.
    ['behind.jpg', Buffer.concat([jpg, latin(HTML)])],
    ['behind.png', Buffer.concat([png, latin(HTML)])],
    ['behind.gif', Buffer.concat([gif, latin(HTML)])],
    ['behind.webp', Buffer.concat([webp, latin(HTML)])],
    ['exif.jpg', exif],
    ['header-only.jpg', Buffer.concat([jpg.subarray(0, 4), latin(HTML)])],
    ['header-only.png', Buffer.concat([png.subarray(0, 8), latin(HTML)])],
    ['tiff.tif', latin(`II*\0${HTML}`)],
    // Pictures that are a script.
    ['script.gif', scriptAfter('GIF89a/*\0\0*/=1')],
    ['script.webp', scriptAfter('RIFF/*aaWEBP*/=1')],
    ['script.bmp', scriptAfter('BM/*aaaaaaaaaa\x28\0\0\0*/=1')],
    ['script.avif', scriptAfter('/*aaftypavif*/')],
    // Whatever else a dataset of any files may hold.
    ['page.html', HTML],
    ['picture.html', jpg],
    ['behind.html', Buffer.concat([png, latin(HTML)])],
    ['exif.htm', exif],
    ['drawing.svg', SVG],
    ['drawing.svgz', gzipSync(SVG)],
    ['page.xhtml', XHTML],
    ['styles.xml', STYLES],
    ['archive.mhtml', MHTML],
    ['paper.pdf', PDF],
    ['script.js', SCRIPT],
    ['script.wav', scriptAfter('RIFF/*aaWAVE*/=1')],
    ['script.mp3', scriptAfter('ID3=1')],
    ['script.mp4', scriptAfter('/*aaftypisom*/')],
    ['noname', HTML],
    ['x.jpg.html', HTML],
    [`x.jpg'; filename="x.html`, HTML],
  ]
  return files.map(([name, bytes]) => ({ name, bytes: Buffer.from(bytes as string) }))
}

/** Extensions that a dataset of pictures reads. */
export function isNamedAsPicture({ name }: Polyglot): boolean {
  return /\.(jpg|png|gif|bmp|webp|tif|avif)$/.test(name)
}

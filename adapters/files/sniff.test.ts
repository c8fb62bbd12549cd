import { describe, expect, test } from 'vitest'
import { tinyImage, tinyImages } from '#tests/fixtures/images.ts'
import { sniffContentType } from './sniff.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')

describe('the type of a file', () => {
  test.each(Object.keys(tinyImages) as (keyof typeof tinyImages)[])('%s', (name) => {
    const type = `image/${/^[a-z]+/.exec(name)?.[0]}`
    expect(sniffContentType(tinyImage(name))).toBe(type)
    expect(sniffContentType(tinyImage(name), true)).toBe('application/octet-stream')
  })

  test.each([
    ['BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0', 'image/bmp'],
    ['MM\0*\0\0\0\x08', 'image/tiff'],
    ['RIFF\x24\0\0\0WAVEfmt ', 'audio/wav'],
    ['ID3\x03\0', 'audio/mpeg'],
    ['\xff\xfb\x90\x64', 'audio/mpeg'],
    ['\xff\xf3\x40\xc0', 'audio/mpeg'],
    ['fLaC\0\0\0\x22', 'audio/flac'],
    ['OggS\0\x02', 'audio/ogg'],
    ['\0\0\0\x20ftypM4A \0\0\0\0', 'audio/mp4'],
    ['\0\0\0\x20ftypisom\0\0\x02\0', 'video/mp4'],
    ['\0\0\0\x18ftypmp42\0\0\0\0', 'video/mp4'],
    ['\0\0\0\x14ftypqt  \0\0\0\0', 'video/quicktime'],
    ['\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm', 'video/webm'],
  ])('%j is %s', (start, type) => {
    expect(sniffContentType(bytes(start))).toBe(type)
  })

  test.each([
    '',
    'B',
    'BMW is a car and no picture, whatever it begins with',
    '<html><script>alert(1)</script>',
    '<!doctype html>',
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    '<?xml version="1.0"?><x/>',
    '%PDF-1.7',
    'From: <x>\r\nContent-Type: multipart/related',
    'plain text',
    '\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska',
    '\0\0\0\x18ftypheic\0\0\0\0',
    'MZ\x90\0',
    'PK\x03\x04',
    '\xff\xfe<\0h\0t\0m\0l\0',
    '\xfe\xff\0<\0h',
    'RIFF\x24\0\0\0AVI ',
    ' \x89PNG\r\n\x1a\n',
    '\xff\xd8',
  ])('%j is a row of bytes', (start) => {
    expect(sniffContentType(bytes(start))).toBe('application/octet-stream')
  })

  test('what begins as an image is one, though it goes on as a page', () => {
    const polyglot = Buffer.concat([tinyImage('gif'), bytes('<script>alert(1)</script>')])
    expect(sniffContentType(polyglot)).toBe('image/gif')
    expect(sniffContentType(Buffer.concat([bytes('<html>'), tinyImage('gif')]))).toBe('application/octet-stream')
  })
})

describe('the type of a text sample', () => {
  test.each(['', 'plain', 'größe 猫 😀', '<html><script>alert(1)</script>', 'GIF89a is a file type', 'a\tb\r\nc\f'])(
    '%j is plain text',
    (text) => {
      expect(sniffContentType(Buffer.from(text), true)).toBe('text/plain; charset=utf-8')
    },
  )

  test('a character cut at the end of the head is no fault', () => {
    for (const length of [1, 2, 3]) {
      expect(sniffContentType(Buffer.from('x😀').subarray(0, 1 + length), true)).toBe('text/plain; charset=utf-8')
    }
  })

  test.each(['a\0b', 'a\x1bb', 'a\x08', '\xff\xfea\0', '\xc4\xe3\xba\xc3', '\xe9t\xe9'])('%j is not', (text) => {
    expect(sniffContentType(bytes(text), true)).toBe('application/octet-stream')
  })
})

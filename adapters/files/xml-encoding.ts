/**
 * The encoding that the declaration of an XML document names, as `TextDecoder` calls it, from the beginning of its bytes.
 * UTF-8 and UTF-16 are no answer: documents that begin in plain characters name them whatever they are written in.
 */
export function declaredEncoding(head: Uint8Array): string | undefined {
  const start = Buffer.from(head.subarray(0, 200)).toString('latin1')
  const named = /^<\?xml\s[^>]*?\sencoding\s*=\s*(["'])([\w.:-]+)\1/.exec(start)?.[2]
  try {
    const { encoding } = new TextDecoder(named)
    return encoding.startsWith('utf-') ? undefined : encoding
  } catch {
    // Nobody knows it.
    return undefined
  }
}

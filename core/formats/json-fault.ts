/**
 * Where a text stops being JSON, as the index of the first character that does not fit; its length where it ends too soon.
 * Only for messages: engines do not always tell the place.
 */
export function findJsonFault(text: string): number {
  const closers: string[] = []
  // What may come next: a value, a key, a colon, or what follows a value.
  let wanted: 'value' | 'first' | 'key' | 'firstKey' | 'colon' | 'next' = 'value'
  let at = skipSpace(text, 0)
  while (at < text.length) {
    const character = text.charAt(at)
    const closes = character === closers.at(-1) && (wanted === 'next' || wanted === 'first' || wanted === 'firstKey')
    if (closes) {
      closers.pop()
      wanted = 'next'
      at++
    } else if (wanted === 'next') {
      if (character !== ',' || closers.length === 0) return at
      wanted = closers.at(-1) === '}' ? 'key' : 'value'
      at++
    } else if (wanted === 'colon') {
      if (character !== ':') return at
      wanted = 'value'
      at++
    } else if (wanted === 'key' || wanted === 'firstKey') {
      if (character !== '"') return at
      const end = stringEnd(text, at)
      if (end.fault) return end.at
      at = end.at
      wanted = 'colon'
    } else if (character === '{' || character === '[') {
      closers.push(character === '{' ? '}' : ']')
      wanted = character === '{' ? 'firstKey' : 'first'
      at++
    } else {
      const end = character === '"' ? stringEnd(text, at) : scalarEnd(text, at)
      if (end.fault) return end.at
      at = end.at
      wanted = 'next'
    }
    at = skipSpace(text, at)
  }
  return text.length
}

type End = { at: number; fault: boolean }

function stringEnd(text: string, start: number): End {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) return { at: at + 1, fault: false }
    if (code < 0x20) return { at, fault: true }
    if (code !== 0x5c) continue
    at++
    if (text.charAt(at) === 'u') {
      const digits = /^[\da-f]{0,4}/i.exec(text.slice(at + 1, at + 5))![0].length
      if (digits < 4) return { at: at + 1 + digits, fault: true }
      at += 4
    } else if (!'"\\/bfnrt'.includes(text.charAt(at))) return { at, fault: true }
  }
  return { at: text.length, fault: true }
}

function scalarEnd(text: string, start: number): End {
  const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null)/iy
  scalar.lastIndex = start
  const found = scalar.exec(text)?.[0]
  const isWord = found !== undefined && (/^[-\d]/.test(found) || found === found.toLowerCase())
  return isWord ? { at: start + found.length, fault: false } : { at: start, fault: true }
}

function skipSpace(text: string, start: number): number {
  let at = start
  while (' \t\n\r'.includes(text.charAt(at)) && at < text.length) at++
  return at
}

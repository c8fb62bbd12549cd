/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  let length = text.length
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit >= 0x800 && (unit & 0xf800) !== 0xd800) length += 2
    // Four bytes stand for the two halves of a pair.
    else if (unit >= 0x80) length++
  }
  return length
}

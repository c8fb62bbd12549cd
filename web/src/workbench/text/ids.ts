/** An id nobody else makes. `crypto.randomUUID` is missing where the console is served without TLS. */
export function newLabelId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

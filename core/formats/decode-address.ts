/** `a%20b` → `a b`; as it is where a sign of percent says no byte. */
export function decodeAddress(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

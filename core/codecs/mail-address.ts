const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
const domainLabel = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u

/**
 * Whether a text has the form of one bare mail address: `local@domain`, at most 64 and 254 UTF-16 units (RFC 5321 4.5.3.1),
 * letters of every script. Quoted local parts and addresses of machines (`a@[10.0.0.1]`) are refused although the standard
 * knows them: nobody's mailbox needs them, and without spaces, quotes, brackets, commas and line ends an address can
 * neither become two nor leave its header. A domain of one label passes, for mail inside a house.
 */
export function isMailAddress(text: string): boolean {
  if (text.length > 254) return false
  const at = text.lastIndexOf('@')
  if (at < 1 || at > 64 || !localPart.test(text.slice(0, at))) return false
  return text
    .slice(at + 1)
    .split('.')
    .every((label) => domainLabel.test(label))
}

/** The address as it is kept: in lower case, without spaces around; null for what is none. */
export function readMailAddress(text: string): string | null {
  const address = text.trim().toLowerCase()
  return isMailAddress(address) ? address : null
}

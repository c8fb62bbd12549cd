import { formatObjectPath, parseObjectPath } from '#core/codecs/object-path.ts'
import { isRefusal } from '#core/refusal.ts'

/** Whether two paths mean the same folder or file of the store, however they are spelled. */
export function isSamePath(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && plain(one) === plain(other)
}

function plain(text: string): string {
  const path = parseObjectPath(text)
  return isRefusal(path) ? text : formatObjectPath(path).replace(/\/$/, '')
}

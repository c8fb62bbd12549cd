import { faultOfKey } from '#core/codecs/object-path.ts'

/** Names the store keeps for itself: temporary files, and whatever others hide in a folder. */
export function isHidden(name: string): boolean {
  return name.startsWith('.')
}

/**
 * What keeps a key from naming an object of ours, as the end of a sentence about it. The same for every store, so that a bucket
 * can be copied from one into another: no file system holds names of more than 255 bytes.
 */
export function faultOfFileKey(key: string): string | undefined {
  const fault = faultOfKey(key)
  if (fault !== undefined) return fault
  if (key.endsWith('/')) return 'names a folder, not a file'
  const parts = key.split('/')
  if (parts.some(isHidden)) return 'must not hold a part that begins with "."'
  return parts.some((part) => Buffer.byteLength(part) > 255) ? 'must not hold a part of more than 255 bytes' : undefined
}

/** Whether keys of ours can lie in the folder of this prefix, which is '' or ends in `/`. */
export function canHoldKeys(folder: string): boolean {
  return folder === '' || (faultOfKey(folder) === undefined && !folder.split('/').some(isHidden))
}

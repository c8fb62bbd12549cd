import { faultOfFileKey } from '#adapters/blobs/key-rules.ts'
import { hostOf, openAddress, WebFault } from '#adapters/web/open-address.ts'
import { errors, MusterError } from '#contract/errors.ts'
import { quote } from '#contract/text.ts'
import { formatObjectPath, type ObjectPath } from '#core/codecs/object-path.ts'
import { decodeAddress } from '#core/formats/decode-address.ts'
import { FileFault } from '#core/formats/files.ts'
import type { Services } from '#server/services.ts'

/**
 * Where the file of an address of the web is to lie: below the input path, by its host and its path there, so that a repeated import meets
 * the same sample; or the end of a sentence about why it cannot come (formats 3.2).
 */
export function placeOfAddress(
  address: string,
  { hosts, input }: { hosts: readonly string[]; input: ObjectPath },
): { path: string } | { problem: string } {
  const host = hostOf(address)
  if (host === undefined) return { problem: 'is no address of the web that can be opened' }
  if (!hosts.includes(host)) return { problem: 'is at a host that the administrator has not allowed' }
  const key = `${input.key}${host.replace(/[[\]:]/g, '_')}${decodeAddress(new URL(address).pathname)}`
  const fault = faultOfFileKey(key)
  return fault === undefined ? { path: formatObjectPath({ bucket: input.bucket, key }, 'slash') } : { problem: fault }
}

/** Fetches a file of the web into the store. Throws a `FileFault`; nothing of a file that breaks off is there. */
export async function fetchFile(
  { blobs, config }: Pick<Services, 'blobs' | 'config'>,
  address: string,
  { bucket, key }: ObjectPath,
): Promise<void> {
  try {
    const stream = await openAddress(address, { hosts: config.importHosts, largest: config.largestUpload })
    let fault: unknown
    stream.on('error', (error) => {
      fault = error
    })
    await blobs
      .writeBlob(bucket, key, stream)
      .catch((error: unknown) => {
        throw fault === undefined ? error : new WebFault(fault instanceof WebFault ? fault.reason : 'breaks off')
      })
      // A store that refuses the place has not read it: its connection would stay open.
      .finally(() => stream.destroy())
  } catch (error) {
    if (error instanceof WebFault) {
      throw new FileFault(address, `is to be fetched from ${quote(address)}, which ${error.reason}`)
    }
    // A file lies where its folder would have to be, or a folder in its place.
    if (error instanceof MusterError && error.error_code === errors.pathCharacters.error_code) {
      throw new FileFault(address, `has no place in the input path of the dataset, fetched from ${quote(address)}`)
    }
    throw error
  }
}

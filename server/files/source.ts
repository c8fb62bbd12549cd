import type { Services } from '#server/services.ts'

/** Addresses work for one to two of these, in milliseconds; within one of them equal calls give equal addresses. */
const STEP = 3_600_000

type Signing = Pick<Services, 'config' | 'keys' | 'now'>
export type SourceQuery = { expires: string; process: string; signature: string }

/**
 * The address at which the bytes of a sample can be read without a token (behaviour 2.3). It expires, and because its end is
 * rounded a browser finds in its cache what it has just loaded. `process_parameter` is carried along.
 */
export function sourceOf(
  { config, keys, now }: Signing,
  dataset_id: string,
  sample_id: string,
  process_parameter = '',
): string {
  const expires = String((Math.floor(now() / STEP) + 2) * STEP)
  const signature = keys.sign('source', signedText(dataset_id, sample_id, expires, process_parameter))
  const query = new URLSearchParams({ expires, ...(process_parameter && { process: process_parameter }), signature })
  return `${config.publicUrl}/muster/v1/sources/${dataset_id}/${sample_id}?${query}`
}

/** Whether an address is one of ours, unchanged and not expired. */
export function isValidSource(
  { keys, now }: Signing,
  dataset_id: string,
  sample_id: string,
  { expires, process, signature }: SourceQuery,
): boolean {
  const isOurs = keys.verify('source', signedText(dataset_id, sample_id, expires, process), signature)
  return isOurs && Number(expires) > now()
}

/** Length first: no two sets of parts give the same text. */
function signedText(...parts: string[]): string {
  return parts.map((part) => `${part.length}:${part}`).join('')
}

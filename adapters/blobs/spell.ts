import { quote } from '#contract/text.ts'
import { formatObjectPath } from '#core/codecs/object-path.ts'

/** An object as it may stand in a message. */
export function spellObject(bucket: string, key: string): string {
  return quote(formatObjectPath({ bucket, key }))
}

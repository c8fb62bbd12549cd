import { faultOfKey, formatObjectPath, parseObjectPath } from '#core/codecs/object-path.ts'
import { isRefusal } from '#core/refusal.ts'

/** Before the text of a sample that stands in the manifest itself. */
export const contentScheme = 'content://'

/**
 * The path of what a manifest names, as `ReadFiles` takes it: `s3://b/k`, `obs://b/k`, `/b/k` are `/b/k`, anything else is
 * relative to the folder of the manifest (formats 3.2); what lies below `root` is told from there. Answers the end of a sentence where it names nothing: other
 * addresses are never opened.
 */
export function readLocation(
  text: string,
  { file, root }: { file: string; root?: string | undefined },
): { path: string } | { problem: string } {
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text) || text.startsWith('/')) return readAbsolute(text, root)
  const parts = file.split('/').slice(0, -1)
  for (const part of text.split('/')) {
    if (part === '..' && !(parts.length > 0 && parts.pop() !== ''))
      return { problem: 'leaves the folder of the import' }
    if (part !== '.' && part !== '..') parts.push(part)
  }
  const path = parts.join('/')
  if (path.startsWith('/')) return readAbsolute(path, root)
  const fault = path === '' ? 'must name a file' : faultOfKey(path)
  return fault === undefined ? { path } : { problem: fault }
}

function readAbsolute(text: string, root: string | undefined): { path: string } | { problem: string } {
  const found = parseObjectPath(text)
  if (isRefusal(found)) return { problem: tailOf(found.error_msg) }
  const path = formatObjectPath(found, 'slash')
  const isBelow = root !== undefined && path.startsWith(root) && path.length > root.length
  return found.key === '' ? { problem: 'must name a file' } : { path: isBelow ? path.slice(root.length) : path }
}

export type Spelling = {
  /** The manifest, below the root of the tree. */
  file: string
  /** The root of the tree from the top of the store, `/bucket/a/`; without it what lies in the tree is told relatively. */
  root?: string
  /** `s3://` or `obs://` (formats 10, `source_type_header`). */
  header: 's3://' | 'obs://'
}

/** How a manifest names a file; `readLocation` finds it again. */
export function writeLocation(path: string, { file, root, header }: Spelling): string {
  if (path.startsWith('/')) return header + path.slice(1)
  if (root !== undefined) return header + root.slice(1) + path
  const folders = file.split('/').slice(0, -1)
  const steps = path.split('/')
  let same = 0
  while (same < folders.length && same < steps.length - 1 && folders[same] === steps[same]) same++
  const up = folders.length - same
  return `${up === 0 ? './' : '../'.repeat(up)}${steps.slice(same).join('/')}`
}

/** `The path "x" must not …` → `must not …`. */
function tailOf(sentence: string): string {
  return sentence.replace(/^The path ".*" (?=must|names)/s, '').replace(/\.$/, '')
}

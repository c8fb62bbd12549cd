import { FileFault } from '#core/formats/files.ts'
import { findJsonFault } from './json-fault.ts'
import { isObject, type JsonObject } from './json-object.ts'

/** The object that a line of a file holds; what is wrong throws a `FileFault` that says where. */
export function parseJsonLine(text: string, { path, line }: { path: string; line: number }): JsonObject {
  try {
    const found: unknown = JSON.parse(text)
    if (isObject(found)) return found
  } catch {
    const at = findJsonFault(text)
    throw new FileFault(path, `is not valid JSON ${at < text.length ? `at character ${at + 1}` : 'at its end'}`, line)
  }
  throw new FileFault(path, 'is no JSON object', line)
}

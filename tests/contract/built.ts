import { CALL_IDS, type CallId, calls, extensions, OPERATION_IDS, operations } from '#contract/operations.ts'
import { handlers } from '#server/handlers/index.ts'

const groups = [
  'datasets',
  'samples',
  'labels',
  'team tasks',
  'acceptance',
  'teams',
  'members',
  'import',
  'versions',
  'export',
  'sync',
]

/** The operations that are built. */
export const MAIN_OPERATIONS = OPERATION_IDS.filter((id) => groups.includes(operations[id].group))

/** The operations of later issues, which answer that they are not built. */
export const LATER_OPERATIONS = OPERATION_IDS.filter((id) => !groups.includes(operations[id].group))

/** Operations that take a body. */
export const BODY_OPERATIONS = MAIN_OPERATIONS.filter((id) => operations[id].body !== null)

/** What Muster adds, as far as it is built. */
export const BUILT_EXTENSIONS = CALL_IDS.filter((id) => Object.hasOwn(extensions, id) && handlers[id])

/** The address of a call with these names put in, percent-encoded. */
export function addressOf(id: CallId, names: Readonly<Record<string, unknown>>): string {
  return calls[id].path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(names[name])))
}

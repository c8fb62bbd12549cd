import { OPERATION_IDS, type OperationId, operations } from '#contract/operations.ts'

const groups = ['datasets', 'samples', 'labels', 'team tasks', 'acceptance', 'teams', 'members']

/** The operations of the main job. */
export const MAIN_OPERATIONS = OPERATION_IDS.filter((id) => groups.includes(operations[id].group))

/** The operations of later issues, which answer that they are not built. */
export const LATER_OPERATIONS = OPERATION_IDS.filter((id) => !groups.includes(operations[id].group))

/** Operations that take a body. */
export const BODY_OPERATIONS = MAIN_OPERATIONS.filter((id) => operations[id].body !== null)

/** The address of an operation with these names put in, percent-encoded. */
export function addressOf(id: OperationId, names: Readonly<Record<string, unknown>>): string {
  return operations[id].path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(names[name])))
}

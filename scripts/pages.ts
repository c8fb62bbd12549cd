import type { Operation } from '#contract/operation.ts'

const generated = '<!-- Written by scripts/generate.ts from the contract; do not edit. -->'

/** Which operations are built, by group, with counts. */
export function operationsPage(operations: Record<string, Operation>, built: readonly string[]): string {
  const done = new Set(built)
  const groups = Map.groupBy(Object.entries(operations), ([, operation]) => operation.group)
  const sections = [...groups].map(([group, members]) => {
    const rows = members.map(
      ([id, { method, path }]) => `| ${id} | \`${method} ${path}\` | ${done.has(id) ? 'built' : 'not built'} |`,
    )
    const count = members.filter(([id]) => done.has(id)).length
    const head = ['| Operation | Address | |', '| --- | --- | --- |']
    return [`## ${group} (${count} of ${members.length})`, '', ...head, ...rows, ''].join('\n')
  })
  const all = Object.keys(operations)
  const summary = `${all.filter((id) => done.has(id)).length} of ${all.length} operations are built. The others answer 501 \`ModelArts.4383\`.`
  return [generated, '# Operations', '', summary, '', ...sections].join('\n')
}

type Refused = { status: number; error_code: string; error_msg: string; when: string }

/** The catalogue of refusals, by code. */
export function errorsPage(errors: Record<string, Refused>): string {
  const order = (error: Refused) => `${error.error_code} ${error.status}`
  const rows = Object.values(errors)
    .sort((a, b) => (order(a) < order(b) ? -1 : 1))
    .map(({ status, error_code, error_msg, when }) => `| \`${error_code}\` | ${status} | ${error_msg} | ${when} |`)
  const intro = [
    'Every refusal has the body `{"error_code": "...", "error_msg": "..."}`; in an item of a batch the same two fields stand',
    'beside `success: false`. Most sentences on the wire are more specific than the ones here: they name field and object.',
  ]
  const head = ['| Code | Status | Sentence | When |', '| --- | --- | --- | --- |']
  return [generated, '# Errors', '', ...intro, '', ...head, ...rows, ''].join('\n')
}

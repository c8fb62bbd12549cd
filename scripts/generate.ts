import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { errors } from '#contract/errors.ts'
import { calls, operations } from '#contract/operations.ts'
import { builtOperations } from '#server/handlers/index.ts'
import { openapiOf } from './openapi.ts'
import { errorsPage, operationsPage } from './pages.ts'

/** Writes the pages that follow from the contract: `node scripts/generate.ts`. */

const root = new URL('../', import.meta.url)
const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'))

await mkdir(new URL('docs/', root), { recursive: true })
await write('docs/openapi.json', `${JSON.stringify(openapiOf(calls, version), null, 2)}\n`)
await write('docs/operations.md', operationsPage(operations, builtOperations))
await write('docs/errors.md', errorsPage(errors))

async function write(path: string, text: string): Promise<void> {
  await writeFile(new URL(path, root), text)
}

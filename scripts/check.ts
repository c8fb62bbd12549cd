import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { delimiter, resolve } from 'node:path'

/**
 * `npm run check`: everything CI asks of a change, each step reported even if an earlier one fails. With names as arguments
 * only those steps run: `npm run check -- types lint`.
 */
const steps: Record<string, () => boolean> = {
  types: () =>
    ['tsconfig.json', 'core/tsconfig.json', 'client/tsconfig.json', 'web/tsconfig.json', 'tests/e2e/tsconfig.json']
      .map((file) => run(`tsc -p ${file}`))
      .every(Boolean),
  lint: () => run('biome check --error-on-warnings'),
  generated: isGeneratedUpToDate,
  'dead code': () => run('knip'),
  tests: () => run('npm test'),
}

const generated = ['docs/openapi.json', 'docs/operations.md', 'docs/errors.md']

/** Compares with the files as they lie here, not with the last commit: what is new need not be committed first. */
function isGeneratedUpToDate(): boolean {
  const before = generated.map(readIfThere)
  if (!run('node scripts/generate.ts')) return false
  const changed = generated.filter((file, index) => readIfThere(file) !== before[index])
  for (const file of changed)
    console.error(`${file} was not up to date; it is now, look at the difference and commit it`)
  return changed.length === 0
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function run(command: string): boolean {
  const PATH = `${resolve('node_modules/.bin')}${delimiter}${process.env.PATH}`
  return spawnSync(command, { shell: true, stdio: 'inherit', env: { ...process.env, PATH } }).status === 0
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !Object.hasOwn(steps, name))
if (unknown.length > 0)
  throw new Error(`no such step: ${unknown.join(', ')}; there are ${Object.keys(steps).join(', ')}`)

process.chdir(resolve(import.meta.dirname, '..'))
const lines: string[] = []
for (const [name, step] of Object.entries(steps)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`\n── ${name}`)
  const start = performance.now()
  const passed = step()
  if (!passed) process.exitCode = 1
  lines.push(`${passed ? 'ok    ' : 'FAILED'}  ${name.padEnd(10)} ${((performance.now() - start) / 1000).toFixed(1)} s`)
}
console.log(`\n${lines.join('\n')}`)

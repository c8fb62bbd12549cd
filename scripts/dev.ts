import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient, login } from '#client/client.ts'
import { table } from './demo/print.ts'
import { untilReady } from './demo/server.ts'

/**
 * `npm run dev`: a server that starts anew with every change of the code, on a store of its own in data/dev, with a small
 * project in it, and the console beside it, which changes in the open page. Ctrl+C ends both; the store stays.
 */
const OWNER = { user_name: 'olga', password: 'Olga-owns-the-data' }
const root = resolve(import.meta.dirname, '..')
const folder = join(root, 'data/dev')
const port = process.env.MUSTER_PORT ?? '8080'
const baseUrl = `http://127.0.0.1:${port}`
const consolePort = '5173'
const consoleUrl = `http://127.0.0.1:${consolePort}`
const watched = ['server', 'adapters', 'core', 'contract', 'cli'].map((name) => `--watch-path=${join(root, name)}`)

const server = spawn(process.execPath, [...watched, 'cli/main.ts', 'serve'], {
  cwd: root,
  env: {
    ...process.env,
    MUSTER_DATA: folder,
    MUSTER_PORT: port,
    // Links and signed addresses lead to the console, which hands them on.
    MUSTER_PUBLIC_URL: consoleUrl,
    MUSTER_CONSOLE: 'off',
    MUSTER_ADMIN_USER: OWNER.user_name,
    MUSTER_ADMIN_PASSWORD: OWNER.password,
  },
  stdio: ['ignore', 'inherit', 'inherit'],
})
const vite = fileURLToPath(import.meta.resolve('vite/package.json').replace('package.json', 'bin/vite.js'))
const web = spawn(process.execPath, [vite, 'web', '--port', consolePort, '--strictPort'], {
  cwd: root,
  env: { ...process.env, MUSTER_API: baseUrl },
  stdio: ['ignore', 'inherit', 'inherit'],
})
server.once('exit', (code) => {
  web.kill()
  process.exit(code ?? 0)
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.kill(signal))

await untilReady(baseUrl, server)
const { token, project_id } = await login({ baseUrl }, OWNER)
const owner = createClient({ baseUrl, project_id: project_id!, token })
const { total_number } = await owner.call('ListDatasets', {})
if (total_number === 0) {
  const { people, datasets } = await owner.call('CreateDemoProject', {})
  console.log(`Made a small project: ${datasets.map(({ dataset_name }) => dataset_name).join(', ')}.`)
  table(
    ['who', 'user', 'password'],
    people.map(({ name, email, password }) => [name, email, password]),
  )
}
console.log(`Owner: ${OWNER.user_name} / ${OWNER.password}`)
console.log(`Project ${project_id}`)

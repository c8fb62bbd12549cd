import { type Config, readConfig, SETTINGS } from '#server/config.ts'
import type { FirstAccount } from '#server/identity/first-account.ts'
import { openServer, type RunningServer, startServer } from '#server/main.ts'
import { reasonOf } from '#server/start-fault.ts'

const WRONG_SETTING = 2
const CANNOT_START = 1
/** How long a stop may take before the process ends all the same, in milliseconds (reliability 1.11). */
const STOP_LIMIT = 15_000

/** `muster serve`: runs until SIGTERM or SIGINT. What is wrong at the start is said in one line each. */
export async function serve(args: readonly string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) return console.log(help())
  if (args.length > 0) return fail([`muster serve takes no arguments, but got "${args[0]}"; see --help`], WRONG_SETTING)
  const settings = readConfig(process.env)
  if ('problems' in settings) return fail(settings.problems, WRONG_SETTING)
  try {
    const server = await openServer(settings.config)
    if (server.firstAccount) announceAccount(server.firstAccount)
    await startServer(server)
    // Before it is said that the server is there: whoever waits for that may stop it at once.
    stopOnSignal(server)
    announceServer(settings.config)
  } catch (error) {
    fail([`Muster cannot start: ${reasonOf(error, settings.config)}`], CANNOT_START)
    // Pools and timers that were begun already must not keep the process.
    process.exit()
  }
}

function help(): string {
  const width = Math.max(...SETTINGS.map(({ name }) => name.length))
  const lines = SETTINGS.map(({ name, default: value, meaning }) => `  ${name.padEnd(width)}  ${meaning} (${value})`)
  return `Usage: muster serve\n\nSettings are environment variables (in brackets: the default):\n\n${lines.join('\n')}\n`
}

function fail(lines: readonly string[], exitCode: number): void {
  for (const line of lines) console.error(line)
  process.exitCode = exitCode
}

function announceServer({ publicUrl, roles }: Config): void {
  console.log(roles.serve ? `Muster is at ${publicUrl}` : 'Muster runs jobs; it answers no calls.')
}

function announceAccount({ user_name, domain_name, password, project_id, project_name }: FirstAccount): void {
  console.log(`First start: this account was made. ${password ? 'Its password is shown only now.' : ''}
  user      ${user_name}
  password  ${password ?? '(the one in MUSTER_ADMIN_PASSWORD)'}
  domain    ${domain_name}
  project   ${project_id} (${project_name})
`)
}

function stopOnSignal({ stop }: RunningServer): void {
  let stopping = false
  const onSignal = () => {
    // Whoever asks twice is in a hurry; what was acknowledged is on the disk.
    if (stopping) process.exit(CANNOT_START)
    stopping = true
    setTimeout(() => process.exit(CANNOT_START), STOP_LIMIT).unref()
    stop().then(
      () => process.exit(),
      (error: unknown) => {
        console.error('Muster did not stop cleanly:', error)
        process.exit(CANNOT_START)
      },
    )
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
}

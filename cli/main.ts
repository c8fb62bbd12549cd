#!/usr/bin/env node
import { type Command, runCommand } from './command.ts'
import { ExitCode, Failure } from './exit-codes.ts'
import { textOf } from './output.ts'

/** Commands are loaded when they are called: scripts that use the client never load the server. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  datasets: async () => (await import('./commands/datasets.ts')).datasets,
  labels: async () => (await import('./commands/labels.ts')).labels,
  import: async () => (await import('./commands/import.ts')).importData,
  export: async () => (await import('./commands/export.ts')).exportData,
  publish: async () => (await import('./commands/publish.ts')).publish,
  teams: async () => (await import('./commands/teams.ts')).teams,
  tasks: async () => (await import('./commands/tasks.ts')).tasks,
  report: async () => (await import('./commands/report.ts')).report,
}

const [name = 'help', ...args] = process.argv.slice(2)
// Who reads only the first lines, as `head` does, has what he wants.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : ExitCode.failed))

if (name === 'serve') {
  const { serve } = await import('./serve.ts')
  await serve(args)
} else if (['help', '--help', '-h'].includes(name)) {
  console.log(await usage())
} else if (Object.hasOwn(COMMANDS, name)) {
  await runCommand(name, await COMMANDS[name]!(), args).catch(end)
} else {
  console.error(`There is no command "${name}".\n\n${await usage()}`)
  process.exitCode = ExitCode.usage
}

async function usage(): Promise<string> {
  const width = Math.max(...Object.keys(COMMANDS).map((one) => one.length))
  const lineOf = (one: string, summary: string) => `  ${one.padEnd(width)}  ${summary}`
  const commands = await Promise.all(
    Object.entries(COMMANDS).map(async ([one, load]) => lineOf(one, (await load()).summary)),
  )
  const serve = lineOf('serve', 'answers calls and runs jobs; muster serve --help lists the settings')
  return `Usage: muster <command>\n\n${[serve, ...commands].join('\n')}\n\nmuster <command> --help tells more.`
}

function end(error: unknown): never {
  if (!(error instanceof Failure)) throw error
  console.error(`muster: ${textOf(error.message)}`)
  // Calls may still be under way that nobody waits for any more.
  process.exit(error.exitCode)
}

#!/usr/bin/env node
const [command = 'help', ...rest] = process.argv.slice(2)

const USAGE = `Usage: muster <command>

  serve    answer calls and run jobs; muster serve --help lists the settings
`

/** Commands are loaded when they are called: scripts that use the client never load the server. */
if (command === 'serve') {
  const { serve } = await import('./serve.ts')
  await serve(rest)
} else {
  const isHelp = ['help', '--help', '-h'].includes(command)
  if (!isHelp) process.exitCode = 2
  const say = isHelp ? console.log : console.error
  say(isHelp ? USAGE : `There is no command "${command}".\n\n${USAGE}`)
}

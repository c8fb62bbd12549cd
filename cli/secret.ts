import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { ExitCode, Failure } from './exit-codes.ts'

/** Asks the person at the terminal, who does not see what he types. */
export async function askSecret(question: string): Promise<string> {
  if (!process.stdin.isTTY) throw new Failure(ExitCode.refused, 'The password is missing: set MUSTER_PASSWORD.')
  process.stderr.write(question)
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: silence, terminal: true })
  const interrupted = new Promise<never>((_, fail) => {
    terminal.once('SIGINT', () => fail(new Failure(ExitCode.interrupted, 'Nobody has signed in.')))
  })
  try {
    return await Promise.race([terminal.question(''), interrupted])
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}

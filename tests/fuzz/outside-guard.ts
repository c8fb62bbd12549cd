import childProcess from 'node:child_process'
import dgram from 'node:dgram'
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import { inspect } from 'node:util'

/**
 * Loaded before the program (`--import`): what would open a socket or start another program is refused and remembered. Files
 * are guarded by Node itself (`--permission`).
 */
export const attempts: string[] = []

function refuse(what: string) {
  return (...args: unknown[]): never => {
    const attempt = `${what} ${inspect(args[0], { breakLength: Infinity }).slice(0, 200)}`
    attempts.push(attempt)
    throw new Error(`${attempt} was tried`)
  }
}

net.Socket.prototype.connect = refuse('connect')
net.Server.prototype.listen = refuse('listen')
dgram.createSocket = refuse('dgram')
dns.lookup = Object.assign(refuse('lookup'), { __promisify__: refuse('lookup') })
for (const name of ['spawn', 'exec', 'execFile', 'spawnSync', 'execSync', 'execFileSync'] as const)
  childProcess[name] = refuse(name) as never
const fork = childProcess.fork
childProcess.fork = ((file: URL, ...more: [never]) =>
  String(file).endsWith('/adapters/images/image-child.ts') ? fork(file, ...more) : refuse('fork')(file)) as typeof fork
syncBuiltinESMExports()

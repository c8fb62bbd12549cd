import type { Config } from './config.ts'

/** Says in one line why the server could not start and what to do about it. */
export function reasonOf(error: unknown, config: Config): string {
  const { code, syscall, message } = error as NodeJS.ErrnoException
  const { host, port, dataFolder } = config
  if (syscall === 'listen' || syscall === 'bind') {
    if (code === 'EADDRINUSE') return `port ${port} on ${host} is in use; set MUSTER_PORT to another one.`
    if (code === 'EACCES') return `no right to listen on port ${port} of ${host}; set MUSTER_PORT to another one.`
    return `cannot listen on ${host}:${port} (${code}); see MUSTER_HOST.`
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    if (syscall !== 'connect') return `no right to write in ${dataFolder}; set MUSTER_DATA to another folder.`
  }
  if (code?.startsWith('SQLITE_')) return `${dataFolder}/muster.db cannot be used: ${oneLine(message)}.`
  // Several addresses of one host that all refuse make an error without a message.
  const said = oneLine(message) || code
  return config.databaseUrl && code ? `the database of DATABASE_URL cannot be used: ${said}` : `${said}`
}

function oneLine(text: string): string {
  return text.split('\n')[0]!
}

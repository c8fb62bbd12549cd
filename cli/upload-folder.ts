import { openAsBlob } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import type { Muster } from './connection.ts'
import { ExitCode, Failure } from './exit-codes.ts'
import { bytesOf, countOf, textOf } from './output.ts'
import { showProgress } from './progress.ts'

/** Uploads that go on beside each other. */
const BESIDE = 4

type LocalFile = { path: string; name: string; size: number }

/**
 * Brings a file or folder of this machine into a folder of the store and answers its path there. Hidden files, links and files
 * without a byte are left out. What lies there already with the same bytes is taken for it, other bytes are refused, so
 * it can be repeated.
 */
export async function uploadFolder(muster: Muster, source: string, target: string): Promise<string> {
  const files = await listFiles(source)
  const full = files.filter(({ size }) => size > 0)
  if (full.length === 0) throw new Failure(ExitCode.notFound, `There are no files in ${source}.`)
  const total = full.reduce((sum, { size }) => sum + size, 0)
  const progress = showProgress()
  let [count, bytes] = [0, 0]
  const show = () => {
    const counts = `${textOf(count)} of ${countOf(full.length, 'file')}, ${bytesOf(bytes)} of ${bytesOf(total)}`
    progress.show({ what: `Uploading to ${target}`, counts, done: bytes, total })
  }
  show()
  const queue = full.values()
  async function uploadNext(): Promise<void> {
    for (const { path, name, size } of queue) {
      await muster.upload(await openAsBlob(path), { path: `${target}${name}` })
      count++
      bytes += size
      show()
    }
  }
  await Promise.all(Array.from({ length: BESIDE }, uploadNext)).finally(() => progress.end())
  const empty = files.length - full.length
  if (empty > 0) console.error(`Left out as they hold nothing: ${countOf(empty, 'file')}.`)
  return (await stat(source)).isDirectory() ? target : `${target}${full[0]!.name}`
}

/** What a folder is called in the store. */
export function folderNameOf(source: string): string {
  return basename(resolve(source))
}

async function listFiles(source: string): Promise<LocalFile[]> {
  const info = await stat(source).catch(() => {
    throw new Failure(
      ExitCode.notFound,
      `There is nothing at ${source} on this machine; paths of the store begin with "/".`,
    )
  })
  if (info.isFile()) return [{ path: source, name: basename(source), size: info.size }]
  const entries = await readdir(source, { recursive: true, withFileTypes: true })
  const files: LocalFile[] = []
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    const name = relative(source, path).split(sep).join('/')
    const isHidden = name.split('/').some((part) => part.startsWith('.'))
    if (entry.isFile() && !isHidden) files.push({ path, name, size: (await stat(path)).size })
  }
  return files
}

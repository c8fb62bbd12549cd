import { spawnSync } from 'node:child_process'
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FuzzCase } from './cases.ts'

/** Puts the tree of a case into a folder. `outside` is a file that no reader may see. */
export async function writeCase(
  { files, path, trick }: Pick<FuzzCase, 'files' | 'path' | 'trick'>,
  folder: string,
  outside: string,
): Promise<void> {
  for (const [name, bytes] of files) {
    const place = join(folder, name)
    await mkdir(dirname(place), { recursive: true })
    await writeFile(place, bytes)
  }
  if (!trick) return
  const place = join(folder, path)
  await rm(place)
  if (trick === 'folder') await mkdir(place)
  if (trick === 'pipe') spawnSync('mkfifo', [place])
  if (trick === 'link') await symlink(outside, place)
}

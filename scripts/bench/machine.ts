import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { cpus, loadavg, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { freshFolder } from '#tests/folders.ts'
import { inMilliseconds, median } from './figures.ts'

/** What must be known of a machine to read figures taken on it. */
export async function describeMachine(): Promise<string> {
  const processors = cpus()
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
  return [
    `${processors.length} cores (${processors[0]?.model.trim() ?? 'unknown'}), ${memory}, ${type()} ${release()}`,
    `Node ${process.version}; load before the start ${loadavg()[0]!.toFixed(2)}`,
    `80 KiB written and synced to the disk in ${inMilliseconds(await syncTime())} (median)`,
  ].join('\n')
}

async function syncTime(): Promise<number> {
  const { folder, dispose } = await freshFolder()
  const file = openSync(join(folder, 'sync'), 'w')
  const bytes = Buffer.alloc(80 * 1024)
  const times = Array.from({ length: 100 }, () => {
    const start = performance.now()
    writeSync(file, bytes)
    fdatasyncSync(file)
    return performance.now() - start
  })
  closeSync(file)
  await dispose()
  return median(times)
}

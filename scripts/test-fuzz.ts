import { randomBytes } from 'node:crypto'
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { caseOf } from '#tests/fuzz/cases.ts'
import { Reader } from '#tests/fuzz/reader.ts'
import { writeCase } from '#tests/fuzz/write-case.ts'

/**
 * `npm run test:fuzz` (reliability T26): files of every format, damaged in all manners, are read as an import reads them.
 * MUSTER_FUZZ_FILES says how many (5,000), MUSTER_FUZZ_SEED which; MUSTER_FUZZ_FILE reads one of them alone, again, and
 * MUSTER_FUZZ_KEEP is a folder that keeps what was read wrongly.
 */
const COUNT = Number(process.env.MUSTER_FUZZ_FILES ?? 5000)
const SEED = process.env.MUSTER_FUZZ_SEED ?? randomBytes(16).toString('hex')
const ONLY = process.env.MUSTER_FUZZ_FILE
const KEEP = process.env.MUSTER_FUZZ_KEEP
/** A reader may grow to this many bytes. */
const MOST_MEMORY = 1024 ** 3
const BUCKET = 'fuzz'

console.log(`MUSTER_FUZZ_SEED=${SEED}`)
const began = performance.now()
const home = await mkdtemp(join(await realpath(tmpdir()), 'muster-fuzz-'))
const place = { store: join(home, 'store'), outside: join(home, 'secret.txt') }
await mkdir(join(place.store, BUCKET), { recursive: true })
await writeFile(place.outside, 'SECRET OF ANOTHER')
const numbers = (ONLY === undefined ? Array.from({ length: COUNT }, (_, i) => i) : [Number(ONLY)]).values()
const sums = { files: 0, records: 0, faults: 0, refused: 0, wrong: 0, largest: 0, slowest: { time: 0, number: 0 } }
try {
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, () => readSome()))
} finally {
  await rm(home, { recursive: true, force: true })
}
const seconds = Math.round((performance.now() - began) / 1000)
console.log(
  `${sums.files} files in ${seconds} s: ${sums.records} records, ${sums.faults} faults told, ${sums.refused} refused; ` +
    `${Math.round(sums.largest / 1024 ** 2)} MB at most; ${sums.slowest.time} ms at most, for file ${sums.slowest.number}; ` +
    `${sums.wrong} read wrongly`,
)
process.exitCode = sums.wrong > 0 || sums.files === 0 ? 1 : 0

/** Takes the next number as long as there is one. */
async function readSome(): Promise<void> {
  const reader = new Reader(place)
  try {
    for (const number of numbers) await readOne(reader, number)
  } finally {
    reader.close()
  }
}

async function readOne(reader: Reader, number: number): Promise<void> {
  const { files, told, ...reading } = await caseOf(SEED, number)
  const folder = join(place.store, BUCKET, String(number))
  await writeCase({ files, ...reading }, folder, place.outside)
  const asked = performance.now()
  const answer = await reader.read({ ...reading, bucket: BUCKET, prefix: `${number}/` })
  const { records, faults, refused, largest } = answer
  sums.files++
  sums.records += records
  sums.faults += faults
  sums.refused += refused
  sums.largest = Math.max(sums.largest, largest)
  const time = Math.round(performance.now() - asked)
  if (time > sums.slowest.time) sums.slowest = { time, number }
  const wrong = answer.wrong ?? (largest > MOST_MEMORY ? `${largest} bytes of memory are used` : null)
  if (wrong) {
    sums.wrong++
    console.error(
      `\nMUSTER_FUZZ_SEED=${SEED} MUSTER_FUZZ_FILE=${number}: ${reading.reader}, type ${reading.dataset_type}, ` +
        `${JSON.stringify(reading.options)}, ${JSON.stringify(reading.path)} ${told}: ${wrong.slice(0, 2000)}`,
    )
    if (KEEP) await cp(folder, join(KEEP, String(number)), { recursive: true, verbatimSymlinks: true })
  }
  await rm(folder, { recursive: true, force: true })
}

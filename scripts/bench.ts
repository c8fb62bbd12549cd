import { measureConsole } from './bench/console.ts'
import { measureData } from './bench/data.ts'
import { type Figure, tableOf } from './bench/figures.ts'
import { measureFinishing } from './bench/finishing.ts'
import { measureListing } from './bench/listing.ts'
import { describeMachine } from './bench/machine.ts'
import { type Engine, findPostgres, sqliteEngine } from './bench/rooms.ts'
import { measureSaving } from './bench/saving.ts'
import { measureDealing, measureStart } from './bench/starting.ts'
import { ONE_BOX, ONE_CLASS, TWENTY_BOXES } from './bench/workload.ts'

/**
 * `npm run bench`: the figures of docs/performance.md, measured here and now. It is no test and fails at no figure.
 * `npm run bench -- quick` measures at 20,000 entries only; sqlite or postgres choose one engine; save, finish, list,
 * start, data and console choose a part; a number sets the greater of the two sizes.
 */
const SMALL = 20_000
const LARGE = 1_000_000
const PARTS = ['save', 'finish', 'list', 'start', 'data'] as const
/** In a browser, and the same on both engines. */
const CONSOLE = 'console'

type Part = (typeof PARTS)[number]
type Options = { engines: readonly string[]; parts: readonly string[]; sizes: readonly number[] }

const options = readOptions(process.argv.slice(2))
console.log(`${await describeMachine()}\n`)
if (PARTS.some((part) => options.parts.includes(part))) {
  if (options.engines.includes('sqlite')) await measure(sqliteEngine, options)
  if (options.engines.includes('postgres')) {
    const postgres = await findPostgres()
    if (postgres) await measure(postgres, options).finally(() => postgres.close())
  }
}
if (options.parts.includes(CONSOLE)) {
  const figures: Figure[] = []
  for await (const found of measureConsole()) figures.push(...tell(CONSOLE, found))
  console.log(`\n${CONSOLE}\n\n${tableOf(figures)}`)
}

function readOptions(words: readonly string[]): Options {
  const engines = ['sqlite', 'postgres']
  const known: readonly string[] = ['quick', ...engines, ...PARTS, CONSOLE]
  const unknown = words.find((word) => !known.includes(word) && !(Number(word) > SMALL))
  if (unknown !== undefined) throw new Error(`"${unknown}" is none of ${known.join(', ')} and no number of entries`)
  const chosen = (all: readonly string[]) => {
    const some = all.filter((word) => words.includes(word))
    return some.length > 0 ? some : all
  }
  const large = Number(words.find((word) => Number(word) > SMALL) ?? LARGE)
  return {
    engines: chosen(engines),
    parts: chosen([...PARTS, CONSOLE]),
    sizes: words.includes('quick') ? [SMALL] : [SMALL, large],
  }
}

async function measure(engine: Engine, { parts, sizes }: Options): Promise<void> {
  const steps: Record<Part, () => AsyncGenerator<Figure[]>> = {
    save: () => saving(engine, sizes),
    finish: async function* () {
      for (const samples of sizes) {
        for (const labelledEvery of [0, 2]) yield measureFinishing(engine, { samples, labelledEvery })
      }
    },
    list: async function* () {
      for (const samples of sizes) yield measureListing(engine, samples)
    },
    start: async function* () {
      yield measureStart(engine)
      for (const samples of sizes) yield measureDealing(engine, samples)
    },
    data: async function* () {
      for (const samples of sizes) yield measureData(engine, samples)
    },
  }
  const figures: Figure[] = []
  for (const part of PARTS) {
    if (!parts.includes(part)) continue
    for await (const found of steps[part]()) {
      figures.push(...tell(engine.name, found))
    }
  }
  console.log(`\n${engine.name}\n\n${tableOf(figures)}`)
}

/** Says on the way what was found; answers it. */
function tell(where: string, found: Figure[]): Figure[] {
  for (const { name, value, ratio } of found) {
    console.error(`${where}: ${name}: ${value}${ratio === undefined ? '' : ` (${ratio.toFixed(2)})`}`)
  }
  return found
}

/** One class per sample at all sizes, boxes at the smallest. */
async function* saving(engine: Engine, sizes: readonly number[]): AsyncGenerator<Figure[]> {
  const small = await measureSaving(engine, ONE_CLASS, sizes[0]!)
  yield small.figures
  for (const work of [ONE_BOX, TWENTY_BOXES]) yield (await measureSaving(engine, work, sizes[0]!)).figures
  for (const samples of sizes.slice(1)) {
    const large = await measureSaving(engine, ONE_CLASS, samples)
    const name = 'save, one class: time at the greater size over that at the smaller'
    const ratio = small.samplesPerSecond / large.samplesPerSecond
    yield [...large.figures, { name, value: '', ratio, target: '≤ 1.25' }]
  }
}

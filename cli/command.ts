import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { connect, type Muster, SERVER_OPTIONS } from './connection.ts'
import { failureOf, usageFailure } from './exit-codes.ts'

/** An option of a command: what `parseArgs` needs, and what `--help` says. */
export type Option = {
  type: 'string' | 'boolean'
  multiple?: boolean
  /** What is true unless it is said otherwise, by --no-NAME. */
  negative?: boolean
  /** What stands for the value of a text, as FILE. */
  value?: string
  meaning: string
}

export type Options = Readonly<Record<string, Option>>

type Config<Table extends Options> = { options: Table; strict: true; allowPositionals: true; allowNegative: true }
/** What the options of a command are once they are read. */
export type ValuesOf<Table extends Options> = ReturnType<typeof parseArgs<Config<Table>>>['values']

/** What a command is called with. `connect` signs in; before it a command looks at what it was told. */
export type Call<Table extends Options> = {
  operands: readonly (string | undefined)[]
  values: ValuesOf<Table>
  json: boolean
  connect: () => Promise<Muster>
}

export type Command = {
  /** What it does, for `muster --help`. */
  summary: string
  /** Lines for its own help. */
  about?: string
  operands: readonly string[]
  options: Options
  run: (call: never) => Promise<void>
}

/** A command with its options checked by the compiler; an operand in brackets may be missing. */
export function command<const Table extends Options>(parts: {
  summary: string
  about?: string
  operands: readonly string[]
  options: Table
  run: (call: Call<Table>) => Promise<void>
}): Command {
  return parts
}

const COMMON = {
  json: { type: 'boolean', meaning: 'prints JSON in the words of the API, for scripts' },
  help: { type: 'boolean', meaning: 'shows this' },
} as const satisfies Options

/** Runs a command with its arguments; throws a Failure when they do not fit. */
export async function runCommand(name: string, command: Command, args: readonly string[]): Promise<void> {
  const options = { ...command.options, ...SERVER_OPTIONS, ...COMMON }
  const { values, positionals } = parse(name, options, args)
  if (values.help) return console.log(helpOf(name, command))
  const least = command.operands.filter((operand) => !operand.startsWith('[')).length
  const missing = command.operands[positionals.length]
  if (positionals.length < least) throw usageFailure(`${missing} is missing; see muster ${name} --help`)
  const extra = positionals[command.operands.length]
  if (extra !== undefined) throw usageFailure(`"${extra}" is too much; see muster ${name} --help`)
  let muster: Muster | undefined
  const call: Call<Options> = {
    operands: positionals,
    values: values as ValuesOf<Options>,
    json: values.json === true,
    async connect() {
      muster = await connect(values)
      return muster
    },
  }
  try {
    await command.run(call as never)
  } catch (error) {
    throw muster ? failureOf(error, muster.baseUrl) : error
  }
}

function parse<Table extends ParseArgsOptionsConfig>(name: string, options: Table, args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true, allowNegative: true })
  } catch (error) {
    const [sentence] = (error as Error).message.split('. ')
    throw usageFailure(`${sentence}; see muster ${name} --help`)
  }
}

function helpOf(name: string, { summary, about, operands, options }: Command): string {
  const usage = ['muster', name, ...operands, '[options]'].join(' ')
  return [
    `Usage: ${usage}\n\n${summary[0]!.toUpperCase()}${summary.slice(1)}.`,
    ...(about ? [about] : []),
    listOf({ ...options, ...COMMON }),
    `Where the server is and who calls, also as environment variables:\n\n${listOf(SERVER_OPTIONS)}`,
  ].join('\n\n')
}

function listOf(options: Options): string {
  const lines = Object.entries(options).map(([name, option]) => [spell(name, option), option.meaning])
  const width = Math.max(...lines.map(([left]) => left!.length))
  return lines.map(([left, meaning]) => `  ${left!.padEnd(width)}  ${meaning}`).join('\n')
}

function spell(name: string, { type, negative, value = 'TEXT' }: Option): string {
  return `--${negative ? 'no-' : ''}${name}${type === 'string' ? ` ${value}` : ''}`
}

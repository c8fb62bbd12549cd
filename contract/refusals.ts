/** What the wire says about a refusal, in a whole reply as well as in one item of a batch. */
export type Refusal = { error_code: string; error_msg: string }

type ErrorCode = `ModelArts.${number}`
export type Entry = { status: number; error_code: ErrorCode; error_msg: string; when: string }

/** A refusal that ends a call: thrown by handlers and use cases, turned into a reply in one place. */
export class MusterError extends Error {
  override readonly name = 'MusterError'
  readonly status: number
  readonly error_code: ErrorCode

  constructor(entry: Pick<Entry, 'status' | 'error_code'>, error_msg: string) {
    super(error_msg)
    this.status = entry.status
    this.error_code = entry.error_code
  }

  get error_msg(): string {
    return this.message
  }

  get refusal(): Refusal {
    return { error_code: this.error_code, error_msg: this.message }
  }
}

/**
 * An entry of the catalogue. Called, it makes the error to throw; `refusal` makes the plain value for an item of a batch.
 * Both take a sentence that names field and object; without one the catalogue's own is used.
 */
export type ErrorMaker = ((sentence?: string) => MusterError) &
  Readonly<Entry> & { refusal(sentence?: string): Refusal }

/** Turns a table of entries into makers under the same names. */
export function catalogue<Name extends string>(entries: Record<Name, Entry>): Readonly<Record<Name, ErrorMaker>> {
  const makers = Object.entries<Entry>(entries).map(([name, entry]) => [name, makerOf(entry)])
  return Object.freeze(Object.fromEntries(makers))
}

function makerOf(entry: Entry): ErrorMaker {
  const make = (sentence?: string) => new MusterError(entry, sentence ?? entry.error_msg)
  const refusal = (sentence?: string): Refusal => ({
    error_code: entry.error_code,
    error_msg: sentence ?? entry.error_msg,
  })
  return Object.freeze(Object.assign(make, entry, { refusal }))
}

/** One row of the catalogue: status, code, sentence, and when it is raised. */
export function entry(status: number, error_code: ErrorCode, error_msg: string, when: string): Entry {
  return { status, error_code, error_msg, when }
}

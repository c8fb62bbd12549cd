import { type TObject, type TOptional, type TProperties, type TSchema, Type } from 'typebox'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
export type Replies = { readonly [status: number]: TSchema | null }

/** Everything the wire says about one operation; `null` stands for no body. */
export type Operation = {
  group: string
  summary: string
  method: Method
  path: string
  query: TObject
  body: TSchema | null
  replies: Replies
}

type Spec = { summary: string; query?: TObject; body?: TSchema; replies: Replies }

const noQuery = Type.Object({})

/** Makes the operations of one group: `const operation = operationsOf('labels')`. */
export function operationsOf<Group extends string>(group: Group) {
  return <const Path extends string, const Parts extends Spec>(method: Method, path: Path, parts: Parts) => ({
    group,
    summary: parts.summary,
    method,
    path,
    query: (parts.query ?? noQuery) as Parts extends { query: infer Query extends TObject } ? Query : typeof noQuery,
    body: (parts.body ?? null) as Parts extends { body: infer Body extends TSchema } ? Body : null,
    replies: parts.replies as Parts['replies'],
  })
}

/** Parameters of a query: those with a default, which a handler always finds, and those that may be missing. */
export function query<Settled extends TProperties, Optional extends TProperties>(settled: Settled, optional: Optional) {
  const fields = { ...settled, ...Type.Partial(Type.Object(optional)).properties }
  return Type.Object(fields as Settled & { [Name in keyof Optional]: TOptional<Optional[Name]> })
}

/** Paging: `offset` counts pages, not records (D46). */
export function page(limit: number, greatest: number) {
  return {
    offset: Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1, default: 0, description: 'Number of the page, from 0.' }),
    limit: Type.Integer({ minimum: 1, maximum: greatest, default: limit, description: 'Rows of a page.' }),
  }
}

const directions = ['desc', 'asc'] as const

export const order = Type.Unsafe<(typeof directions)[number]>({ type: 'string', enum: directions, default: 'desc' })

/** Order of a list; the first key is the default. */
export function sorted<const Keys extends readonly [string, ...string[]]>(...keys: Keys) {
  return { sort_by: Type.Unsafe<Keys[number]>({ type: 'string', enum: keys, default: keys[0] }), order }
}

import type { TSchema } from 'typebox'
import * as acceptance from '#contract/acceptance.ts'
import * as autoAnnotations from '#contract/auto-annotations.ts'
import * as common from '#contract/common.ts'
import * as dataSources from '#contract/data-sources.ts'
import * as datasets from '#contract/datasets.ts'
import * as exportTasks from '#contract/exports.ts'
import * as importTasks from '#contract/imports.ts'
import * as labels from '#contract/labels.ts'
import type { Operation } from '#contract/operation.ts'
import * as ours from '#contract/ours.ts'
import * as processorTasks from '#contract/processor-tasks.ts'
import * as samples from '#contract/samples.ts'
import * as searchConditions from '#contract/search-conditions.ts'
import * as sync from '#contract/sync.ts'
import * as versions from '#contract/versions.ts'
import * as workers from '#contract/workers.ts'
import * as workforceTasks from '#contract/workforce-tasks.ts'
import * as workforces from '#contract/workforces.ts'

type Json = { [key: string]: unknown }

const nouns = [
  ...[common, dataSources, datasets, versions, samples, searchConditions, labels, workforceTasks, acceptance],
  ...[workforces, workers, importTasks, exportTasks, sync, autoAnnotations, processorTasks, ours],
]

/** A table of calls as an OpenAPI 3.1 document. */
export function openapiOf(operations: Record<string, Operation>, version: string): Json {
  const shared = sharedModels()
  const paths: { [path: string]: Json } = {}
  for (const [operationId, operation] of Object.entries(operations)) {
    paths[operation.path] ??= {}
    Object.assign(paths[operation.path]!, {
      [operation.method.toLowerCase()]: describeOperation(operationId, operation, shared),
    })
  }
  const schemas = [...shared.values()].map(({ name, schema }) => [name, refer(schema, shared, name)] as const)
  return {
    openapi: '3.1.0',
    info: { title: 'Muster', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'apiKey', in: 'header', name: 'X-Auth-Token' } },
      responses: { Refusal: { description: 'Refused: docs/errors.md.', content: jsonOf(common.ErrorBody, shared) } },
      schemas: Object.fromEntries(schemas.sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  }
}

function describeOperation(operationId: string, operation: Operation, shared: Shared): Json {
  const replies = Object.entries(operation.replies).map(([status, schema]) => [
    status,
    { description: schema ? 'Done.' : 'Done; no body.', ...(schema && { content: jsonOf(schema, shared) }) },
  ])
  return {
    operationId,
    tags: [operation.group],
    summary: operation.summary,
    parameters: [...pathParameters(operation.path), ...queryParameters(operation)],
    ...(operation.body && { requestBody: { required: true, content: jsonOf(operation.body, shared) } }),
    responses: { ...Object.fromEntries(replies), default: { $ref: '#/components/responses/Refusal' } },
  }
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameters({ query }: Operation): Json[] {
  return Object.entries(query.properties).map(([name, field]) => {
    const { description, ...schema } = plain(field) as Json
    const list = schema.type === 'array' && { style: 'form', explode: false }
    return { name, in: 'query', ...(description ? { description } : {}), ...list, schema }
  })
}

function jsonOf(schema: TSchema, shared: Shared): Json {
  return { 'application/json': { schema: refer(plain(schema), shared) } }
}

type Shared = Map<string, { name: string; schema: unknown }>

/** Models by their text: what the nouns export under a name and is more than a pair of fields. */
function sharedModels(): Shared {
  const shared: Shared = new Map()
  for (const [name, schema] of nouns.flatMap((noun) => Object.entries<unknown>(noun))) {
    const copy = plain(schema) as { type?: string; properties?: object }
    if (copy.type !== 'object' || Object.keys(copy.properties ?? {}).length < 3) continue
    const text = JSON.stringify(copy)
    if (!shared.has(text)) shared.set(text, { name, schema: copy })
  }
  return shared
}

/** The same schema with `$ref` in place of shared models; `itself` is the model being written out. */
function refer(part: unknown, shared: Shared, itself?: string): unknown {
  if (Array.isArray(part)) return part.map((item) => refer(item, shared))
  if (typeof part !== 'object' || part === null) return part
  const known = shared.get(JSON.stringify(part))
  if (known && known.name !== itself) return { $ref: `#/components/schemas/${known.name}` }
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, refer(value, shared)]))
}

/** A schema as it is written, without the hidden marks of TypeBox. */
function plain(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema) ?? 'null') ?? {}
}

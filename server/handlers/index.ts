import type { OperationId } from '#contract/operations.ts'
import type { Handlers } from '#server/handler.ts'

/** Operations without a handler are not built: they answer 501 (docs/operations.md counts them). */
export const handlers: Handlers = {}

export const builtOperations = Object.keys(handlers) as OperationId[]

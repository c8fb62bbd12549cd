import type { Body, CallId, Params, Query, Reply } from '#contract/operations.ts'
import type { Scope } from './access.ts'
import type { Actor } from './actor.ts'
import type { Services } from './services.ts'

/** One call of an operation: who, what exactly, and what the path names. Everything in it has passed the schemas. */
export type Call<Id extends CallId> = {
  services: Services
  actor: Actor
  scope: Scope
  params: Params<Id>
  query: Query<Id>
  body: Body<Id>
  /** The header If-Match as it came. */
  ifMatch: string | undefined
}

/** Answers a call with the body of its success status; refusals are thrown from the catalogue. */
export type Handler<Id extends CallId> = (call: Call<Id>) => Promise<Reply<Id>>

export type Handlers = { [Id in CallId]?: Handler<Id> }

/** The dataset of an operation whose path names one. */
export function datasetOf(scope: Scope) {
  if (!scope.dataset) throw new Error('The path of this operation names no dataset')
  return scope.dataset
}

/** The team task of an operation whose path names one. */
export function taskOf(scope: Scope) {
  if (!scope.task) throw new Error('The path of this operation names no team task')
  return scope.task
}

/** The team of an operation whose path names one. */
export function workforceOf(scope: Scope) {
  if (!scope.workforce) throw new Error('The path of this operation names no team')
  return scope.workforce
}

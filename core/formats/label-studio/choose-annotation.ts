import { faultOfText, quote } from '#contract/text.ts'
import { isCoefficient } from '#core/codecs/hard.ts'
import { isObject, type JsonObject } from '#core/formats/json-object.ts'
import { readTime } from '#core/formats/manifest/words.ts'
import type { Said } from './read-said.ts'
import { idOf } from './results.ts'

/** Results of one person, or of a model, whose labels have to be confirmed. */
export type Chosen = { results: readonly unknown[]; isPredicted: boolean; maker: Said }

/**
 * Of several annotations of a task the one that counts: the ground truth, else the newest that was not cancelled; a
 * prediction where there is none. The others are told. undefined: nobody has said anything; a text: the end of a sentence.
 */
export function chooseAnnotation(task: JsonObject, ignored: string[]): Chosen | string | undefined {
  const annotations = listOf(task.annotations ?? task.completions)
  const predictions = listOf(withoutNumbers(task.predictions, ignored))
  if (annotations === undefined || predictions === undefined) return 'has annotations that are no list of objects'
  const valid = annotations.filter(({ was_cancelled }) => was_cancelled !== true)
  const chosen = newest(valid.filter(({ ground_truth }) => ground_truth === true)) ?? newest(valid)
  const predicted = chosen === undefined ? newest(predictions) : undefined
  for (const one of annotations) if (one !== chosen) ignored.push(`the annotation ${shownId(one)}`)
  for (const one of predictions) if (one !== predicted) ignored.push(`the prediction ${shownId(one)}`)
  const found = chosen ?? predicted
  if (found === undefined) return undefined
  if (!Array.isArray(found.result)) return `has no list of results in ${shownId(found)}`
  const isPredicted = chosen === undefined
  return { results: found.result, isPredicted, maker: isPredicted ? modelOf(found) : personOf(found) }
}

/** The usual export names predictions by their numbers alone. */
function withoutNumbers(predictions: unknown, ignored: string[]): unknown {
  if (!Array.isArray(predictions)) return predictions
  const named = predictions.filter(Number.isSafeInteger)
  ignored.push(...named.map((id) => `the prediction "${id}", of which there is the number alone`))
  return predictions.filter((one) => !named.includes(one))
}

function listOf(value: unknown): JsonObject[] | undefined {
  if (value === undefined || value === null) return []
  return Array.isArray(value) && value.every(isObject) ? value : undefined
}

/** Where no times are said, or the same, the last of the list is the newest. */
function newest(list: readonly JsonObject[]): JsonObject | undefined {
  let found: JsonObject | undefined
  for (const one of list) if (found === undefined || (timeOf(one) ?? 0) >= (timeOf(found) ?? 0)) found = one
  return found
}

function timeOf({ updated_at, created_at }: JsonObject): number | undefined {
  const [later, first] = [updated_at, created_at].map((one) => (typeof one === 'string' ? readTime(one) : undefined))
  return later ?? first
}

function personOf(annotation: JsonObject): Said {
  const { completed_by } = annotation
  const email = isObject(completed_by) ? completed_by.email : completed_by
  const who = typeof email === 'string' && email !== '' && faultOfText(email) === undefined ? `human/${email}` : 'human'
  const time = timeOf(annotation)
  return {
    ...(completed_by !== undefined && completed_by !== null && { annotated_by: who }),
    ...(time !== undefined && time >= 0 && { creation_time: time }),
  }
}

function modelOf(prediction: JsonObject): Said {
  const { model_version, score } = prediction
  const isNamed = typeof model_version === 'string' && model_version !== '' && faultOfText(model_version) === undefined
  const time = timeOf(prediction)
  return {
    ...(isNamed && { annotated_by: `auto/${model_version}` }),
    ...(isCoefficient(score) && { score }),
    ...(time !== undefined && time >= 0 && { creation_time: time }),
  }
}

function shownId({ id }: JsonObject): string {
  const known = idOf(id)
  return known === undefined ? 'without an id' : quote(known)
}

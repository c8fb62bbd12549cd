import { setImmediate as otherWork } from 'node:timers/promises'
import { type SqlBool, sql } from 'kysely'
import { DatasetType } from '#contract/codes.ts'
import { hardReasonsOf } from '#core/labels/hard-reasons.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import { countLabels } from '#core/labels/label-surgery.ts'
import { isHard, type Metadata } from '#core/labels/metadata.ts'
import { keys } from '#core/labels/property-keys.ts'
import { countValues, cutValues, sumValues, type ValueCounts } from '#core/statistics/value-counts.ts'
import { type KeyRange, stepsOf } from './blocks.ts'
import { type Condition, contains } from './search-sql.ts'

/** Samples that carry a label, or entries, and how often they do. */
export type LabelUse = { samples: number; instances: number }

/** What stands in the metadata and the marks of some samples or entries. */
export type Marks = { hard: number; reasons: Map<number, number>; metadata: ValueCounts }

/** Rows by state, how many of them are hard, and what labels they carry. */
export type Content = { states: Map<number, number>; hard: number; labels: Map<number, LabelUse> }

type LabelColumn = 's.labels' | 's.prediction' | 'e.labels'

/** What a sample knows before anybody has marked it. */
const PLAIN_METADATA = ['{}', JSON.stringify({ [keys.importOrigin]: 0 })]

/** Rows that may count among the marks: metadata of their own or, where there can be any, hard labels. */
export function mayBeMarked(alias: 's' | 'e', labels: LabelColumn, dataset_type: number): Condition {
  const metadata = sql`${sql.ref(`${alias}.metadata`)} not in (${sql.join(PLAIN_METADATA)})`
  return hasHardMarks(dataset_type) ? sql`(${metadata} or ${contains(labels, keys.hard)})` : metadata
}

/** Hard marks belong to image classification and object detection (behaviour 4.5). */
function hasHardMarks(dataset_type: number): boolean {
  return dataset_type === DatasetType.imageClassification || dataset_type === DatasetType.objectDetection
}

/** The labels of a row as far as they matter for its marks: reading a million of them costs more than looking at them. */
export function markedLabels(column: LabelColumn) {
  return sql<string>`case when ${sql<SqlBool>`${contains(column, keys.hard)}`} then ${sql.ref(column)} else '[]' end`
}

export function countMarks(rows: readonly { metadata: string; labels: string }[]): Marks {
  const marks: Marks = { hard: 0, reasons: new Map(), metadata: new Map() }
  for (const row of rows) {
    const metadata: Metadata = JSON.parse(row.metadata)
    const labels: StoredLabel[] = JSON.parse(row.labels)
    if (isHard(metadata, labels)) marks.hard++
    for (const id of hardReasonsOf(metadata, labels)) marks.reasons.set(id, (marks.reasons.get(id) ?? 0) + 1)
    countValues(marks.metadata, metadata)
  }
  return { ...marks, metadata: cutValues(marks.metadata) }
}

export function sumMarks(parts: Iterable<Marks>): Marks {
  const list = [...parts]
  const reasons = new Map<number, number>()
  for (const part of list) for (const [id, count] of part.reasons) reasons.set(id, (reasons.get(id) ?? 0) + count)
  const metadata = cutValues(sumValues(list.map((part) => part.metadata)))
  return { hard: list.reduce((sum, { hard }) => sum + hard, 0), reasons, metadata }
}

/** Counts the marks of one block piece by piece: rows with many labels take their time. */
export async function inSteps(
  keys: KeyRange,
  rowCount: number,
  look: (keys: KeyRange) => Promise<Marks>,
): Promise<Marks> {
  const parts: Marks[] = []
  for (const step of stepsOf(keys, rowCount)) {
    parts.push(await look(step))
    await otherWork()
  }
  return sumMarks(parts)
}

/** Uses of labels that stand in no index, as those of predictions. */
export function usesOfLabels(lists: readonly string[]): Map<number, LabelUse> {
  const uses = new Map<number, LabelUse>()
  for (const list of lists) {
    for (const [label_key, instances] of countLabels(JSON.parse(list)))
      addUse(uses, label_key, { samples: 1, instances })
  }
  return uses
}

export function sumContent(parts: Iterable<Content>): Content {
  const sum: Content = { states: new Map(), hard: 0, labels: new Map() }
  for (const { states, hard, labels } of parts) {
    for (const [state, count] of states) sum.states.set(state, (sum.states.get(state) ?? 0) + count)
    for (const [label_key, use] of labels) addUse(sum.labels, label_key, use)
    sum.hard += hard
  }
  return sum
}

function addUse(uses: Map<number, LabelUse>, label_key: number, { samples, instances }: LabelUse): void {
  const before = uses.get(label_key) ?? { samples: 0, instances: 0 }
  uses.set(label_key, { samples: before.samples + samples, instances: before.instances + instances })
}

import { insertProblems, mostProblems } from '#adapters/sql/data-tasks.ts'
import type { Tx } from '#adapters/sql/store.ts'
import type { DataTaskProblemRow, SampleRow } from '#adapters/sql/tables.ts'
import { LabelType, SampleType } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'
import { quote } from '#contract/text.ts'
import type { RecordFault, SampleRecord } from '#core/formats/record.ts'
import { LARGEST_IMAGE } from '#server/limits.ts'
import type { ImportProgress } from './import-plan.ts'
import type { StagedRecord } from './stage-records.ts'

/** What became of a record otherwise than its source says. */
export type Problem = Pick<DataTaskProblemRow, 'kind' | 'path' | 'line' | 'reason'>

/** Records taken with a change that are kept to be read: what could not be taken at all must find room beside them. */
const MOST_CHANGED = 1000
/** Things of one record that are named. */
const MOST_NAMED = 10

export function problemOf({ record }: { record: SampleRecord }, kind: Problem['kind'], reason: string): Problem {
  return { kind, path: record.path, line: record.line ?? null, reason }
}

export function failed({ path, line, reason }: RecordFault): Problem {
  return { kind: 'failed', path, line: line ?? null, reason }
}

type Taken = Pick<SampleRow, 'sample_type' | 'width' | 'height'>

/**
 * What is otherwise with a record that was taken: things that have no place here, labels of several people, a picture of another size
 * or too large to be shown smaller, rows that do not fit their table.
 */
export function changesOf(staged: StagedRecord, picture: Taken): Problem[] {
  const { record, ignored = [], rows = [] } = staged
  const reasons: string[] = []
  if (ignored.length > 0) {
    const more = ignored.length > MOST_NAMED ? ` and ${ignored.length - MOST_NAMED} more` : ''
    reasons.push(`is taken without ${ignored.slice(0, MOST_NAMED).join(', ')}${more}`)
  }
  // A sample is labelled by one; only predictions and labels of videos say each by whom.
  const makers = new Set(
    record.labels.flatMap(({ annotated_by, type }) => (type === LabelType.video ? [] : (annotated_by ?? []))),
  )
  if (makers.size > 1 && !record.unconfirmed) {
    reasons.push(`has labels by ${[...makers].slice(0, MOST_NAMED).map(quote).join(', ')}, who count as one`)
  }
  const { sample_type, width, height } = picture
  if (sample_type === SampleType.image && staged.size > LARGEST_IMAGE) {
    reasons.push(`is larger than ${LARGEST_IMAGE / 2 ** 20} MiB: it is taken, but not made smaller to be shown`)
  }
  if (record.size && record.labels.length > 0 && width !== null && height !== null) {
    const [w, h] = record.size
    const isSame = w === width && h === height
    if (!isSame) reasons.push(`has ${width} x ${height} pixels, but was labelled as one of ${w} x ${h}`)
  }
  const ofRows = rows.map((fault): Problem => ({ ...failed(fault), kind: 'changed' }))
  return [...reasons.map((reason) => problemOf(staged, 'changed', reason)), ...ofRows]
}

/** E4362 for the first thing that could not be read or taken. */
export function expectNoFault(problems: readonly Problem[]): void {
  const fault = problems.find(({ kind }) => kind === 'failed')
  if (!fault) return
  const { path, line, reason } = fault
  throw errors.importFailed(`${path}${line === null ? '' : `, line ${line}`} ${reason}`)
}

/** Counts all problems, and keeps as many of them to be read as there is room for. */
export async function keepProblems(
  tx: Tx,
  task_id: string,
  { progress, problems }: { progress: ImportProgress; problems: readonly Problem[] },
): Promise<void> {
  let room = Math.max(0, MOST_CHANGED - progress.changed)
  const listed = problems.filter(({ kind }) => kind !== 'changed' || room-- > 0)
  const kept = listed.slice(0, Math.max(0, mostProblems - progress.listed))
  for (const { kind } of problems) progress[kind]++
  progress.listed += kept.length
  await insertProblems(tx, task_id, kept)
}

import { readHistory } from '#adapters/sql/label-history.ts'
import { readLabelNames } from '#adapters/sql/label-sets.ts'
import type { Db } from '#adapters/sql/store.ts'
import type { HistoryItem, ListHistoryResp } from '#contract/ours.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import type { LabelSet } from '#core/labels/label-set.ts'
import { toWireLabels } from '#core/labels/wire-labels.ts'
import { readCursor, writeCursor } from '#server/cursor.ts'
import type { Call } from '#server/handler.ts'
import { addressedEntry, addressedSample } from './addressed-entry.ts'

/** Items of one answer, and bytes of labels in them: all of it is in memory at once. */
const PAGE = 100
const BYTES_OF_PAGE = 4 * 1024 * 1024

/** Official labels of a sample: what is there now, then what every write that lost something has replaced. */
export function listSampleHistory(call: Call<'ListSampleHistory'>): Promise<ListHistoryResp> {
  return call.services.store.snapshot(async (db) => {
    const { labelSet, sample } = await addressedSample(db, call)
    const { sample_key, revision, labels, metadata, annotated_by, label_time } = sample
    const now = { revision, labels, metadata, written_by: annotated_by, write_time: label_time }
    return readPage(db, { subject: { sample_key, entry_key: 0 }, now, labelSet, after: call.query.after })
  })
}

/** The same of an entry, through whosever hands it went. */
export function listEntryHistory(call: Call<'ListEntryHistory'>): Promise<ListHistoryResp> {
  return call.services.store.snapshot(async (db) => {
    const { labelSet, entry } = await addressedEntry(db, call)
    const { revision, labels, metadata, saved_by, save_time } = entry
    const now = { revision, labels, metadata, written_by: saved_by, write_time: save_time }
    return readPage(db, { subject: entry, now, labelSet, after: call.query.after })
  })
}

type Version = {
  revision: number
  labels: string
  metadata: string
  written_by: string | null
  write_time: number
  replaced_by?: string
  replace_time?: number
}

type Page = {
  subject: { sample_key: number; entry_key: number }
  now: Version
  labelSet: LabelSet
  after: string | undefined
}

async function readPage(db: Db, { subject, now, labelSet, after }: Page): Promise<ListHistoryResp> {
  const before = readCursor(after)
  const { rows, more } = await readHistory(db, subject, { before, limit: PAGE, bytes: BYTES_OF_PAGE })
  const versions: Version[] = before === undefined ? [now, ...rows] : rows
  const used = versions.flatMap(({ labels }) => (JSON.parse(labels) as StoredLabel[]).flatMap(keyOf))
  const gone = await readLabelNames(
    db,
    used.filter((label_key) => !labelSet.byKey(label_key)),
  )
  return {
    history: versions.map((version) => viewVersion(version, labelSet, gone)),
    ...(more && { cursor: writeCursor(rows.at(-1)!.history_key) }),
  }
}

const keyOf = ({ label_key }: StoredLabel): number[] => (label_key === undefined ? [] : [label_key])

/** Labels under their names of today; a label that was deleted keeps its last name. */
function viewVersion(version: Version, labelSet: LabelSet, gone: ReadonlyMap<number, string>): HistoryItem {
  const { revision, labels, metadata, written_by, write_time, replaced_by, replace_time } = version
  return {
    ...(write_time > 0 && { create_time: write_time }),
    ...(written_by !== null && { actor: written_by }),
    ...(replace_time !== undefined && { replace_time }),
    ...(replaced_by !== undefined && { replaced_by }),
    revision,
    labels: toWireLabels(JSON.parse(labels), labelSet, (label_key) => gone.get(label_key)),
    metadata: JSON.parse(metadata),
  }
}

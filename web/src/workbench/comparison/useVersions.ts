import { useMemo, useState } from 'react'
import type { DescribeSampleResp } from '#contract/samples.ts'
import { useCall } from '#web/data/calls.ts'
import type { Content } from '#web/workbench/document/label.ts'
import { readContent } from '#web/workbench/document/wire.ts'
import { entryKey, type WorkNames } from '#web/workbench/shell/queue.ts'
import { compareVersions, type Match, type Version } from './compare.ts'
import { layContents } from './layer.ts'

/** The labels that are judged, those that they replaced, none, or (by worker id) those of somebody else. */
export type VersionKey = 'now' | 'before' | 'none' | `by ${string}`

export type KnownVersion = Version & { readonly key: VersionKey /** Whose it is. */; readonly who?: string }

export type Versions = {
  readonly all: readonly KnownVersion[]
  readonly matches: readonly Match[]
  readonly chosen: VersionKey
  readonly choose: (key: VersionKey) => void
  /** Shows the next one: labels, the other version looked at last, nothing. */
  readonly blink: () => void
  /** The other version lies on top of the labels. */
  readonly isLaid: boolean
  readonly lay: (isLaid: boolean) => void
  /** What is to be seen now. */
  readonly content: Content
}

/** What the labels of an entry can be compared with: what there was before, and what others made of the same sample. */
export function useVersions(names: WorkNames, sample: DescribeSampleResp, enabled: boolean): Versions {
  const { dataset_id, workforce_task_id = '' } = names
  const task = { dataset_id, workforce_task_id }
  const sample_id = sample.sample_id!
  const { data: about } = useCall('DescWorkforceTask', { ...task, sample_stats: true }, { enabled })
  const one = { ...task, sample_id, ...(sample.worker_id && { worker_id: sample.worker_id }) }
  const { data: history } = useCall('ListEntryHistory', one, { enabled })
  const isShared = enabled && (about?.repetition ?? 1) > 1
  const { data: others } = useCall('ListEntries', { ...task, limit: 100, of_samples: sample_id }, { enabled: isShared })

  const now = useMemo(() => readContent(sample), [sample])
  const all = useMemo((): KnownVersion[] => {
    const before = history?.history.find(({ replace_time }) => replace_time !== undefined)
    const entries = isShared ? (others?.entries ?? []) : []
    const theirs = entries.filter(
      ({ worker_id, sample_status }) => worker_id !== sample.worker_id && sample_status !== 'UN_ANNOTATION',
    )
    return [
      { key: 'now', who: whoOf(sample), content: now },
      ...(before ? [{ key: 'before' as const, content: readContent(before) }] : []),
      ...theirs.map((entry): KnownVersion => {
        return { key: `by ${entry.worker_id}`, who: whoOf(entry), content: readContent(entry) }
      }),
    ]
  }, [now, sample, history, others, isShared])
  const matches = useMemo(() => compareVersions(all), [all])

  const [isLaid, lay] = useState(false)
  const nothingChosen = {
    entry: entryKey(sample),
    key: 'now' as VersionKey,
    other: undefined as VersionKey | undefined,
  }
  const [kept, keep] = useState(nothingChosen)
  const place = kept.entry === nothingChosen.entry ? kept : nothingChosen
  const wanted = all.find(({ key }) => key === place.key)
  const chosen = place.key === 'none' ? 'none' : (wanted?.key ?? 'now')
  const choose = (key: VersionKey) => {
    const isOther = key !== 'now' && key !== 'none'
    keep({ ...place, key, ...(isOther && { other: key }) })
  }
  const blink = () => {
    const other = all.find(({ key }) => key === place.other) ?? all[1]
    const round: VersionKey[] = ['now', ...(other ? [other.key] : []), 'none']
    choose(round[(round.indexOf(chosen) + 1) % round.length]!)
  }
  const content = useMemo(() => {
    if (chosen === 'none') return { ...now, labels: [] }
    const other = all.find(({ key }) => key === chosen)
    if (!other || chosen === 'now') return now
    return isLaid ? layContents(now, other.content, nickOf(other.who) || '◂') : other.content
  }, [all, chosen, isLaid, now])
  return { all, matches, chosen, choose, blink, isLaid, lay, content }
}

function whoOf({ labelers }: DescribeSampleResp): string {
  return labelers?.[0]?.email ?? ''
}

/** `mira@example.com` where there is little room. */
export function nickOf(who: string | undefined): string {
  return who?.replace(/@.*/, '') ?? ''
}

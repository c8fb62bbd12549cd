import { EntryStateCode, SampleFacet } from '#adapters/sql/state-codes.ts'
import type { Scene } from './seed.ts'

const BLOCK = 4096

/**
 * What "pass all, overwrite" does to the records, as statements for whole sets: history, label index, samples, entries,
 * counters. They mean the entries whose sample lies from `:from` to `:to`.
 */
export function finishStatements({ dataset_id, task_id }: Scene, now = Date.now()): string[] {
  const pool = `e.task_id = '${task_id}' and e.sample_key between :from and :to and e.state = ${EntryStateCode.UNCHECK}`
  const other = `s.state = ${SampleFacet.labelled} and s.labels <> e.labels`
  const joined = 'from entry e join sample s on s.sample_key = e.sample_key'
  const replaced = `${joined} where ${pool} and ${other}`
  const name = "'human/' || w.email"
  const addSamples = 'on conflict (dataset_id, facet, block) do update set samples = sample_tally.samples +'
  const addUses = 'on conflict (label_key, block) do update set samples = sample_label_tally.samples'
  const addEntries = 'on conflict (task_id, worker_id, state, block) do update set entries = entry_tally.entries'
  const moved = (state: number, sign: string) =>
    `insert into entry_tally (task_id, worker_id, state, block, entries, changes)
     select e.task_id, e.worker_id, ${state}, e.entry_key / ${BLOCK}, ${sign}count(*), count(*) from entry e
     where ${pool} group by e.task_id, e.worker_id, e.entry_key / ${BLOCK}
     ${addEntries} + excluded.entries, changes = entry_tally.changes + excluded.changes`
  const samples = (facet: string, sign: string) =>
    `insert into sample_tally (dataset_id, facet, block, samples, changes)
     select '${dataset_id}', ${facet}, s.sample_key / ${BLOCK}, ${sign}count(*), count(*) ${joined}
     where ${pool} group by ${facet === 's.state' ? 's.state, ' : ''}s.sample_key / ${BLOCK}
     ${addSamples} excluded.samples, changes = sample_tally.changes + excluded.changes`
  return [
    `insert into label_history
       (dataset_id, sample_key, revision, labels, metadata, written_by, write_time, replaced_by, replace_time)
     select s.dataset_id, s.sample_key, s.revision, s.labels, s.metadata, s.annotated_by, s.label_time, 'bench', ${now}
     ${replaced}`,
    `insert into sample_label_tally (label_key, block, samples, instances)
     select l.label_key, l.sample_key / ${BLOCK}, -count(*), -sum(l.instances) ${joined}
     join sample_label l on l.sample_key = s.sample_key where ${pool} and ${other}
     group by l.label_key, l.sample_key / ${BLOCK}
     ${addUses} + excluded.samples, instances = sample_label_tally.instances + excluded.instances`,
    `delete from sample_label where sample_key in (select s.sample_key ${replaced})`,
    `insert into sample_label (label_key, sample_key, instances)
     select l.label_key, e.sample_key, l.instances from entry e join entry_label l on l.entry_key = e.entry_key
     where ${pool}`,
    `insert into sample_label_tally (label_key, block, samples, instances)
     select l.label_key, e.sample_key / ${BLOCK}, count(*), sum(l.instances)
     from entry e join entry_label l on l.entry_key = e.entry_key where ${pool}
     group by l.label_key, e.sample_key / ${BLOCK}
     ${addUses} + excluded.samples, instances = sample_label_tally.instances + excluded.instances`,
    samples('s.state', '-'),
    samples(String(SampleFacet.labelled), ''),
    `update sample set state = ${SampleFacet.labelled}, labels = e.labels, prediction = null,
     labelers = '["' || ${name} || '"]', annotated_by = ${name}, label_time = ${now}, revision = sample.revision + 1
     from entry e join worker w on w.worker_id = e.worker_id where sample.sample_key = e.sample_key and ${pool}`,
    moved(EntryStateCode.UNCHECK, '-'),
    moved(EntryStateCode.ACCEPTED, ''),
    `update entry as e set state = ${EntryStateCode.ACCEPTED}, check_accept = 1, settled_in = 1 where ${pool}`,
  ]
}

/** Sums in which the records after the call and after the bare statements must agree. */
export function effectOf({ task_id, dataset_id }: Scene): string[] {
  return [
    `select count(*) from entry where task_id = '${task_id}' and state = ${EntryStateCode.ACCEPTED} and check_accept = 1`,
    `select count(*) from sample where dataset_id = '${dataset_id}' and state = ${SampleFacet.labelled}`,
    `select count(*) from entry e join sample s on s.sample_key = e.sample_key
     where e.task_id = '${task_id}' and s.labels = e.labels`,
    'select sum(label_key * sample_key * instances) from sample_label',
    'select sum(label_key * block * samples * instances) from sample_label_tally',
    'select sum(facet * block * samples) from sample_tally',
    `select sum(state * block * entries) from entry_tally where task_id = '${task_id}'`,
    `select count(*) from label_history where dataset_id = '${dataset_id}'`,
  ]
}

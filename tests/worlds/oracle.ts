import type { EntryListFilter } from '#adapters/sql/entry-filter.ts'
import type { SampleFilter } from '#adapters/sql/sample-filter.ts'
import { entryStateOf, SampleFacet } from '#adapters/sql/state-codes.ts'
import type { EntryRow, SampleRow, WorkforceTaskRow } from '#adapters/sql/tables.ts'
import { entryMetadata } from '#core/labels/entry-metadata.ts'
import type { StoredLabel } from '#core/labels/label.ts'
import { isHard } from '#core/labels/metadata.ts'
import { type EntryFacts, matchesEntryFilter } from '#core/samples/sample-state.ts'
import type { SearchTree } from '#core/samples/search-condition.ts'
import { matchesSearchCondition } from '#core/samples/search-match.ts'
import { nameOf } from './generators.ts'
import { labelSetFor, type World } from './world.ts'

const isOpen = ({ status }: WorkforceTaskRow) => status === 2 || status === 5

function factsOf(entry: EntryRow, task: WorkforceTaskRow): EntryFacts {
  const sampled = isOpen(task) && entry.drawn_in === task.acceptance_number
  return {
    state: entryStateOf(entry.state),
    reviewed: entry.review_accept !== null,
    sampled,
    ...(entry.verdict !== null && { verdict: entry.verdict === 1 ? 'accepted' : 'rejected' }),
  }
}

/** The samples a filter selects, in the order of their keys: what its words say, over rows in memory. */
export function samplesMeeting(world: World, filter: SampleFilter): SampleRow[] {
  const { states, entry, label_keys, labelled, sample_type, member, score, tree } = filter
  const seen = world.tasks.filter(({ status, deleted }) => status !== 0 && deleted === 0)
  const taskOfEntry = (one: EntryRow) => seen.find(({ task_id }) => task_id === one.task_id)
  const meets = (sample: SampleRow): boolean => {
    const entries = world.entries.filter((one) => one.sample_key === sample.sample_key && taskOfEntry(one))
    const predictions = states?.length === 1 && states[0] === SampleFacet.predicted
    const labels: StoredLabel[] = JSON.parse(predictions ? sample.prediction! : sample.labels)
    const labelers: string[] = JSON.parse(sample.labelers)
    const { sample_name, sample_dir, sample_time } = sample
    const searched = { sample_name, sample_dir, sample_time, hard: sample.hard === 1, labels, labelers }
    return (
      (!entry || entries.some((one) => matchesEntryFilter(factsOf(one, taskOfEntry(one)!), entry))) &&
      (!label_keys || labels.some(({ label_key }) => label_keys.includes(label_key!))) &&
      (!labelled || labels.length > 0) &&
      (sample_type === undefined || sample.sample_type === sample_type) &&
      (!member || labelers.includes(member.name) || entries.some(({ worker_id }) => worker_id === member.worker_id)) &&
      (!score || labels.some((one) => one.score !== undefined && one.score >= score.min && one.score <= score.max)) &&
      meetsTree({ ...searched, metadata: JSON.parse(sample.metadata) }, tree, world)
    )
  }
  return world.samples.filter((sample) => !states || states.includes(sample.state)).filter(meets)
}

/** The entries of a task that a filter selects, in the order of their keys. */
export function entriesMeeting(world: World, task: WorkforceTaskRow, filter: EntryListFilter): EntryRow[] {
  if (task.status === 0) return []
  const samples = new Map(world.samples.map((sample) => [sample.sample_key, sample]))
  const meets = (entry: EntryRow): boolean => {
    const sample = samples.get(entry.sample_key)!
    const labels: StoredLabel[] = JSON.parse(entry.labels)
    const own = JSON.parse(entry.metadata)
    const { sample_name, sample_dir, sample_time } = sample
    const searched = { sample_name, sample_dir, sample_time, labels, labelers: [nameOf(entry.worker_id)] }
    return (
      matchesEntryFilter(factsOf(entry, task), filter) &&
      (filter.worker_id === undefined || entry.worker_id === filter.worker_id) &&
      (!filter.label_keys || labels.some(({ label_key }) => filter.label_keys!.includes(label_key!))) &&
      (!filter.labelled || labels.length > 0) &&
      meetsTree(
        { ...searched, hard: isHard(own, labels), metadata: entryMetadata(JSON.parse(sample.metadata), own) },
        filter.tree,
        world,
      )
    )
  }
  const ofTask = world.entries.filter(({ task_id }) => task_id === task.task_id)
  return ofTask.filter(meets)
}

type Searched = Parameters<typeof matchesSearchCondition>[0]
const meetsTree = (sample: Searched, tree: SearchTree | undefined, world: World) =>
  !tree || matchesSearchCondition(sample, tree, labelSetFor(world))

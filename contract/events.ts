import { type Static, Type } from 'typebox'
import { partial, string, word } from './schema.ts'

/**
 * What the event stream tells: that something changed, never what it is now. A name that is missing means any of its kind
 * within those that are there: `{kind: 'sample', dataset_id}` are some samples of that dataset.
 */
export const ChangeEvent = Type.Object({
  kind: word(['dataset', 'labels', 'sample', 'task', 'entries', 'jobs', 'team'], {
    description:
      'dataset: the record of a dataset, or which there are. labels: its label definitions. sample: samples of it, ' +
      'or what is said about one. task: a team task, its people, its acceptance. entries: the work in a team task. ' +
      'jobs: work in the background. team: teams and members.',
  }),
  ...partial({ dataset_id: string(), workforce_task_id: string(), sample_id: string() }).properties,
})
export type ChangeEvent = Static<typeof ChangeEvent>

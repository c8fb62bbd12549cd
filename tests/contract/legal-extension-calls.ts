import type { CallId } from '#contract/operations.ts'
import type { LegalCall } from './legal-calls.ts'
import { publishAndMove } from './legal-data-calls.ts'
import { fullLabel, fullMetadata, type World } from './world.ts'

const byLabeler = ({ labeler }: World) => labeler
const ofSample = ({ mine }: World) => ({ sample_id: mine[0]! })
const aDraft = () => ({ labels: [fullLabel], metadata: fullMetadata, base_revision: 1, edit: 3, tab: 'tab-1' })
const comment_id = 'made-by-a-test'
const aComment = () => ({ comment_id, kind: 'skip', text: 'too dark', place: { x: 0.5, y: 1 } })

/** Legal calls of what Muster adds for labelling. */
export const legalExtensionCalls: Partial<Record<CallId, LegalCall>> = {
  GetDraft: { names: ofSample },
  SaveDraft: { names: ofSample, body: aDraft },
  DeleteDraft: { names: ofSample },
  GetEntryDraft: { by: byLabeler, names: ofSample },
  SaveEntryDraft: { by: byLabeler, names: ofSample, body: aDraft },
  DeleteEntryDraft: { by: byLabeler, names: ofSample },
  ListSampleHistory: { names: ofSample },
  ListEntryHistory: { by: byLabeler, names: ofSample },
  ListEntryComments: { by: byLabeler, names: ofSample },
  AddEntryComment: { by: byLabeler, names: ofSample, body: aComment },
  ResolveEntryComment: {
    by: byLabeler,
    names: (world) => ({ ...ofSample(world), comment_id }),
    prepare: (world) => world.labeler.call('AddEntryComment', { ...world, ...ofSample(world) }, aComment()),
    body: () => ({ resolved: true }),
  },
  SetPresence: { by: byLabeler, names: ofSample, body: () => ({ take_over: true }) },
  ListEntries: {
    by: byLabeler,
    query: { limit: '1', sample_state: '__NONE__', process_parameter: 'image/resize,m_lfit,h_200', of_samples: 'none' },
  },
  GetGuideline: { by: byLabeler },
  ListDataTaskProblems: { names: () => ({ task_id: 'none' }), query: { limit: '1' } },
  StopDataTask: {
    prepare: publishAndMove,
    names: ({ export_id = 'none' }) => ({ task_id: export_id }),
  },
  SetGuideline: { body: () => ({ text: '# Cars' }) },
}

import { type Static, Type } from 'typebox'
import { WorkspaceId } from './common.ts'
import { count, forbidden, name, partial, string, text, time } from './schema.ts'

/** A team. */
export const Workforce = partial({
  create_time: time(),
  description: string(),
  update_time: time(),
  worker_count: count(),
  workforce_id: string(),
  workforce_name: string(),
  workspace_id: WorkspaceId,
})
export type Workforce = Static<typeof Workforce>

export const ListWorkforcesResp = Type.Object({
  total_number: count(),
  workforces: Type.Array(Workforce),
})
export type ListWorkforcesResp = Static<typeof ListWorkforcesResp>

export const CreateWorkforceReq = Type.Object({
  workforce_name: name(1, 64),
  description: Type.Optional(text(256, forbidden.most)),
})
export type CreateWorkforceReq = Static<typeof CreateWorkforceReq>

export const CreateWorkforceResp = Type.Object({
  workforce_id: string(),
})
export type CreateWorkforceResp = Static<typeof CreateWorkforceResp>

export const UpdateWorkforceReq = partial({
  workforce_name: name(1, 64),
  description: text(256, forbidden.most),
})
export type UpdateWorkforceReq = Static<typeof UpdateWorkforceReq>

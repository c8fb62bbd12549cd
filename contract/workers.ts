import { type Static, Type } from 'typebox'
import { MemberRole, WorkerRole, WorkerStatus } from './codes.ts'
import { code, codeOrText, count, forbidden, partial, string, text, time } from './schema.ts'

/** A person in a team. */
export const Worker = partial({
  create_time: time(),
  description: text(256, forbidden.most),
  email: string(),
  role: code(WorkerRole),
  status: code(WorkerStatus),
  update_time: time(),
  worker_id: string('Belongs to the e-mail address: the same in every team.'),
  workforce_id: string(),
})
export type Worker = Static<typeof Worker>

export const ListWorkersResp = Type.Object({
  total_number: count(),
  workers: Type.Array(Worker),
})
export type ListWorkersResp = Static<typeof ListWorkersResp>

export const CreateWorkerReq = Type.Object({
  emails: string('One address despite the plural.'),
  role: codeOrText(MemberRole, { description: 'A number in the table, text in the example.' }),
  description: Type.Optional(text(256, forbidden.most)),
})
export type CreateWorkerReq = Static<typeof CreateWorkerReq>

export const UpdateWorkerReq = partial({
  description: text(256, forbidden.most),
  role: code(MemberRole),
})
export type UpdateWorkerReq = Static<typeof UpdateWorkerReq>

export const DeleteWorkersReq = Type.Object({
  workers: Type.Array(string(), { description: 'Member ids.' }),
})
export type DeleteWorkersReq = Static<typeof DeleteWorkersReq>

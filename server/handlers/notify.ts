import type { BatchReply } from '#contract/common.ts'
import { errors } from '#contract/errors.ts'
import { type Call, taskOf } from '#server/handler.ts'
import { MOST_ITEMS } from '#server/limits.ts'
import { batchReply } from '#server/replies.ts'
import { remindMembers } from '#server/usecases/remind-members.ts'

export async function sendEmails({ services, scope, body }: Call<'SendEmails'>): Promise<BatchReply> {
  const { emails } = body
  if (emails.length === 0) throw errors.emptyRequest('emails: must hold at least one mail address')
  if (emails.length > MOST_ITEMS) throw errors.limitExceeded(`emails: at most ${MOST_ITEMS} addresses in one call`)
  return batchReply(await remindMembers(services, { task_id: taskOf(scope).task_id, emails }))
}

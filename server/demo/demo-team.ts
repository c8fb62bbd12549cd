import { randomBytes } from 'node:crypto'
import { MemberRole } from '#contract/codes.ts'
import { errors, MusterError } from '#contract/errors.ts'
import type { DemoProject } from '#contract/ours.ts'
import type { Actor } from '#server/actor.ts'
import { acceptInvitation, invitationFor } from '#server/identity/invitations.ts'
import { checkLogin, findLogin } from '#server/identity/login.ts'
import { workerIdOf } from '#server/ids.ts'
import type { Services } from '#server/services.ts'
import { addMember } from '#server/usecases/add-member.ts'
import { createWorkforce } from '#server/usecases/save-workforce.ts'
import { type DemoRemains, whenAllEnded } from './remains.ts'

const TEAM = 'demo-team'

/** Nobody can get mail at a domain that ends in .invalid (RFC 2606). */
const PEOPLE = [
  { name: 'Mira', email: 'mira@demo.invalid', role: MemberRole.labeler },
  { name: 'Jonas', email: 'jonas@demo.invalid', role: MemberRole.labeler },
  { name: 'Lea', email: 'lea@demo.invalid', role: MemberRole.reviewer },
] as const

export type DemoTeam = Pick<DemoProject, 'workforce_id' | 'people'> & { mira: Actor; jonas: Actor; lea: Actor }

/** Makes the team of the demo, whose members have taken up their invitations. Refuses a second one (409 E4351). */
export async function makeDemoTeam(services: Services, owner: Actor, remains: DemoRemains): Promise<DemoTeam> {
  const workforce_id = await makeTeam(services, owner)
  remains.workforce_id = workforce_id
  // Of every demo its own: one that stood here would open every server on which somebody tried the demo.
  const people = PEOPLE.map((person) => ({ ...person, password: newPassword() }))
  const [mira, jonas, lea] = await whenAllEnded(people.map((person) => welcome(services, owner, workforce_id, person)))
  return { workforce_id, people, mira: mira!, jonas: jonas!, lea: lea! }
}

/** Such as 3f9a-77c2-01de-b8a4: people may have to type it. */
function newPassword(): string {
  return randomBytes(8)
    .toString('hex')
    .replace(/.{4}(?=.)/g, '$&-')
}

async function makeTeam(services: Services, { project_id }: Actor): Promise<string> {
  const body = { workforce_name: TEAM, description: 'Mira and Jonas label, Lea reviews.' }
  return createWorkforce(services, { project_id, body }).catch((error: unknown) => {
    const isTaken = error instanceof MusterError && error.error_code === errors.workforceNameTaken.error_code
    throw isTaken ? errors.demoExists(`There is a team ${TEAM} already; delete it to make the demo anew.`) : error
  })
}

async function welcome(
  services: Services,
  owner: Actor,
  workforce_id: string,
  { email, password, role }: DemoTeam['people'][number],
): Promise<Actor> {
  const { project_id } = owner
  const worker_id = workerIdOf(project_id, email)
  await addMember(services, { actor: owner, workforce_id, body: { emails: email, role } })
  const link = await invitationFor(services, services.store.db, { worker_id })
  if (link === null) throw errors.demoExists(`${email} is a member of another team already.`)
  const { user_name, domain_name } = await acceptInvitation(services, link.slice(link.lastIndexOf('/') + 1), password)
  const { account } = await findLogin(services.store.db, { name: user_name, domain: { name: domain_name }, password })
  const account_id = await checkLogin(services, account, password)
  return { account_id, user_name, domain_name, project_id, worker: { worker_id, email } }
}

import type { FastifyReply, FastifyRequest } from 'fastify'
import { errors, MusterError } from '#contract/errors.ts'
import type { Services } from '#server/services.ts'
import { checkLogin, findLogin, type UserLogin } from './login.ts'
import { LoginThrottle } from './login-throttle.ts'

/** Checks the password that comes with a request and returns the id of the account; `deed` is what the log calls it. */
export type ProvePassword = (
  request: FastifyRequest,
  reply: FastifyReply,
  user: UserLogin,
  deed?: 'login' | 'password change',
) => Promise<string>

/**
 * The one door for passwords, so that guesses are counted together whichever way they come. Refuses too many attempts
 * (E4206, with Retry-After), a wrong name or password (E4122) and a member who is not registered any more (E4632).
 */
export function passwordProver(services: Services): ProvePassword {
  const throttle = new LoginThrottle()
  return async (request, reply, user, deed = 'login') => {
    const { key, account } = await findLogin(services.store.read, user)
    const place = throttle.enter(key, request.ip, services.ticks())
    if ('seconds' in place) {
      reply.header('retry-after', String(place.seconds))
      throw errors.tooManyRequests(`There were too many attempts to sign in; try again in ${place.seconds} s.`)
    }
    // What a stranger calls himself must not look like a line of its own.
    const who = JSON.stringify({ user: user.name ?? user.id, address: request.ip })
    try {
      const account_id = await checkLogin(services, account, user.password)
      services.log(`${deed} ${who}`)
      place.release()
      return account_id
    } catch (error) {
      services.log(`${deed} failed ${who}: ${error instanceof MusterError ? error.error_code : 'fault of the server'}`)
      throw error
    }
  }
}

import { tellDataStory } from './demo/data-story.ts'
import { tellEmailStory } from './demo/email-story.ts'
import { tellPhotoStory } from './demo/photo-story.ts'
import { failedChecks, heading, say, table } from './demo/print.ts'
import { startDemoServer } from './demo/server.ts'

/**
 * `npm run demo`: the main job from end to end on real data, and the data's way in and out, through the HTTP API alone, every person with a login of his
 * own. Ends with 1 if one of its own checks fails. `--keep` leaves the server running.
 */
const keep = process.argv.includes('--keep')
const begin = Date.now()
const server = await startDemoServer({ withConsole: keep })
try {
  say(`Muster runs at ${server.baseUrl} on a fresh folder.`)
  const people = await tellEmailStory(server)
  for (const [name, person] of await tellPhotoStory(server)) people.set(name, person)
  await tellDataStory(server)

  heading('Done')
  const failed = failedChecks()
  if (failed.length > 0) {
    say(`${failed.length} checks failed:\n  ${failed.join('\n  ')}`)
    process.exitCode = 1
  } else say(`All checks hold. It took ${((Date.now() - begin) / 1000).toFixed(1)} s.`)
  if (keep) {
    say(`\nThe server goes on at ${server.baseUrl} until you press Ctrl+C; its data is in ${server.folder}.`)
    const { user_name, password } = server.ownerLogin
    const logins = [...people.values()].map((person) => [person.name, person.email, person.password])
    table(['who', 'user', 'password'], [['Olga (owner)', user_name, password], ...logins])
    say(`Project ${server.owner.project_id}`)
    await new Promise<void>((done) => {
      process.once('SIGINT', () => done())
      process.once('SIGTERM', () => done())
    })
  }
} finally {
  await server.stop()
}

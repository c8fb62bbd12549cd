import { fork } from 'node:child_process'
import { once } from 'node:events'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { openS3, S3_PATIENCE, type S3Settings } from '#adapters/blobs/s3-client.ts'
import { freshFolder, memoryFolder } from '#tests/folders.ts'

export type S3Server = { settings: S3Settings; stop(): Promise<void> }

/**
 * An S3 server that speaks the protocol over HTTP. `MUSTER_TEST_S3`, such as http://key:secret@127.0.0.1:9000, names another one
 * instead, which is to have nothing in it that must be kept; its region is us-east-1.
 */
export async function startS3Server(): Promise<S3Server> {
  const other = process.env.MUSTER_TEST_S3
  if (other) return { settings: settingsOf(new URL(other)), stop: async () => {} }
  const room = await freshFolder(await memoryFolder())
  // Its tokens for the next page are made with a cipher that is switched off otherwise.
  const child = fork(new URL('./serve.ts', import.meta.url), [room.folder], {
    execArgv: ['--openssl-legacy-provider', '--no-warnings'],
  })
  const port = await Promise.race([
    once(child, 'message').then(([port]) => port as number),
    once(child, 'exit').then(() => Promise.reject(new Error('The S3 server ended at its start'))),
  ])
  return {
    settings: settingsOf(new URL(`http://S3RVER:S3RVER@127.0.0.1:${port}`)),
    async stop() {
      const ended = once(child, 'exit')
      child.kill()
      await ended
      await room.dispose()
    },
  }
}

/** The environment of a Muster whose files are there. */
export function environmentOf({ endpoint, accessKey, secretKey }: S3Settings): Record<string, string> {
  return {
    MUSTER_BUCKETS: 's3',
    MUSTER_S3_ENDPOINT: endpoint,
    MUSTER_S3_ACCESS_KEY: accessKey,
    MUSTER_S3_SECRET_KEY: secretKey,
  }
}

/** Empty folders as people make them in such a store: objects without bytes whose keys end in `/`. */
export async function markFolders(settings: S3Settings, Bucket: string, folders: readonly string[]): Promise<void> {
  const { calls, bodies } = openS3(settings, S3_PATIENCE)
  for (const folder of folders) await calls.send(new PutObjectCommand({ Bucket, Key: `${folder}/`, Body: Buffer.of() }))
  calls.destroy()
  bodies.destroy()
}

function settingsOf({ origin, username, password }: URL): S3Settings {
  const [accessKey, secretKey] = [username, password].map(decodeURIComponent) as [string, string]
  return { endpoint: origin, region: 'us-east-1', accessKey, secretKey }
}

import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { S3Client } from '@aws-sdk/client-s3'

/** How to reach an S3-compatible store (architecture 7, MUSTER_S3_*). `publicEndpoint` is where browsers reach it, if they shall. */
export type S3Settings = {
  endpoint: string
  region: string
  accessKey: string
  secretKey: string
  publicEndpoint?: string
}

/** How long is waited for the store, in milliseconds, and how often one call is tried, with pauses that grow. */
export type S3Patience = { connect: number; silence: number; tries: number }

export const S3_PATIENCE: S3Patience = { connect: 5_000, silence: 20_000, tries: 5 }

/** Files that are being looked at hold a connection each, for as long as somebody looks. */
const MOST_CONNECTIONS = 256

/**
 * Two clients, since silence means two things. Where an answer is small, or something is being sent, a connection on which
 * nothing moves is broken: `calls`. A file that is being read may rest because its reader does: `bodies` limits the time until
 * the answer begins, and `WholeBody` the time for which bytes that somebody waits for stay away.
 */
export function openS3(settings: S3Settings, patience: S3Patience): { calls: S3Client; bodies: S3Client } {
  const { connect, silence } = patience
  return {
    calls: clientOf(settings, patience, { connectionTimeout: connect, socketTimeout: silence }),
    bodies: clientOf(settings, patience, {
      connectionTimeout: connect,
      requestTimeout: silence,
      throwOnRequestTimeout: true,
      socketTimeout: 0,
    }),
  }
}

/** Signs addresses for others and calls nothing itself; null where others are not to reach the store. */
export function openS3Signer(settings: S3Settings): S3Client | null {
  const { publicEndpoint } = settings
  return publicEndpoint === undefined ? null : clientOf({ ...settings, endpoint: publicEndpoint }, S3_PATIENCE, {})
}

function clientOf(settings: S3Settings, { tries }: S3Patience, timeouts: object): S3Client {
  const agent = { keepAlive: true, maxSockets: MOST_CONNECTIONS }
  return new S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    credentials: { accessKeyId: settings.accessKey, secretAccessKey: settings.secretKey },
    // The name of the bucket in front of the host would need a name and a certificate for each.
    forcePathStyle: true,
    // Many stores do not know the newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    retryMode: 'standard',
    maxAttempts: tries,
    requestHandler: { ...timeouts, httpAgent: new HttpAgent(agent), httpsAgent: new HttpsAgent(agent) },
  })
}

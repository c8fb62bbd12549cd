import { CONSOLE_HEADER } from '#contract/identity.ts'
import { ApiError, readReply } from './client.ts'
import { isPassing, type Pause, pauseAfter, wait } from './patience.ts'

type Settings = {
  /** Where the server is, as `http://127.0.0.1:8080`; '' for a page of the console. */
  baseUrl: string
  /** Without one, the session of the console is used. */
  token?: string
  fetch?: typeof fetch
}

/** A file of the store, as `/bucket/dir/name`, or one that becomes a sample below the input path of a dataset. */
export type UploadTarget = { path: string } | { dataset_id: string; filename: string }

type Options = {
  /** Bytes that have come and are safe, of how many. */
  onProgress?: (sent: number, total: number) => void
  signal?: AbortSignal
  /** The address of an upload that was begun before, as by a page that was closed. */
  resume?: string
  /** Tells that address. */
  onBegun?: (address: string) => void
  /** Waits, in milliseconds; for tests. */
  pause?: Pause
}

export type Uploaded = { path: string; sample_id?: string }

const CHUNK = 4 * 1024 * 1024
const TUS = { 'Tus-Resumable': '1.0.0' }

/**
 * Uploads a file in pieces and goes on where it stood after a lost connection or a restart of the server (tus 1.0). Throws
 * ApiError when the server refuses it, the reason of `signal` when that is aborted, and the last fault when the server cannot be
 * reached for some minutes.
 */
export async function uploadFile(
  settings: Settings,
  file: Blob,
  target: UploadTarget,
  options: Options = {},
): Promise<Uploaded> {
  const { onProgress, onBegun, signal, pause = wait } = options
  const call = callerOf(settings, signal)
  let address = options.resume
  let mayBeAway = address !== undefined
  let offset: number | undefined
  for (let failures = 0; ; ) {
    try {
      if (address === undefined) {
        address = await begin(call, file, target)
        offset = 0
        onBegun?.(address)
      }
      offset ??= await findOffset(call, address)
      onProgress?.(offset, file.size)
      const piece = file.slice(offset, offset + CHUNK)
      const reply = await call('PATCH', address, pieceHeaders(offset), piece)
      offset = Number(reply.headers.get('Upload-Offset'))
      failures = 0
      if (offset >= file.size) {
        onProgress?.(file.size, file.size)
        return outcomeOf(reply)
      }
    } catch (error) {
      signal?.throwIfAborted()
      if (mayBeAway && error instanceof ApiError && error.status === 404) {
        // It expired meanwhile; the file is still here.
        address = undefined
        mayBeAway = false
        continue
      }
      const patience = isPassing(error) ? pauseAfter(++failures) : undefined
      if (patience === undefined) throw error
      offset = undefined
      await pause(patience, signal)
    }
  }
}

type Call = (method: string, address: string, headers: Record<string, string>, body?: Blob) => Promise<Response>

function callerOf({ baseUrl, token, fetch: send = fetch }: Settings, signal: AbortSignal | undefined): Call {
  const base = baseUrl.replace(/\/+$/, '')
  const proof: Record<string, string> = token ? { 'X-Auth-Token': token } : { [CONSOLE_HEADER]: '1' }
  return async (method, address, headers, body) => {
    const reply = await send(base + address, { method, headers: { ...TUS, ...proof, ...headers }, body, signal })
    if (!reply.ok) await readReply('upload', reply)
    return reply
  }
}

async function begin(call: Call, file: Blob, target: UploadTarget): Promise<string> {
  const pairs = Object.entries(target).map(([name, value]) => `${name} ${base64(value)}`)
  const headers = { 'Upload-Length': String(file.size), 'Upload-Metadata': pairs.join(',') }
  const reply = await call('POST', '/muster/v1/uploads', headers)
  const location = reply.headers.get('Location')
  if (!location) throw new ApiError('upload', reply.status, { error_msg: 'The reply carries no Location.' })
  return location
}

async function findOffset(call: Call, address: string): Promise<number> {
  const reply = await call('HEAD', address, {})
  return Number(reply.headers.get('Upload-Offset'))
}

function pieceHeaders(offset: number): Record<string, string> {
  return { 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' }
}

function outcomeOf({ headers }: Response): Uploaded {
  const sample_id = headers.get('Muster-Sample-Id')
  return { path: decodeURI(headers.get('Muster-Path') ?? ''), ...(sample_id && { sample_id }) }
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

import { ApiError } from '#client/client.ts'
import { type UploadTarget, uploadFile } from '#client/upload.ts'
import { SERVER } from '#web/data/client.ts'
import { expiry } from '#web/data/expiry.ts'

type Watch = { signal: AbortSignal; onProgress: (sent: number) => void }

/** Uploads a file. When the session ends meanwhile, it waits until somebody has signed in again and goes on where it stood. */
export async function uploadThrough(file: File, target: UploadTarget, { signal, onProgress }: Watch): Promise<void> {
  let resume: string | undefined
  const onBegun = (address: string) => {
    resume = address
  }
  for (;;) {
    try {
      await uploadFile(SERVER, file, target, { signal, onProgress, onBegun, ...(resume !== undefined && { resume }) })
      return
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 401 && expiry.isExpired())) throw error
      await signedInAgain(signal)
    }
  }
}

function signedInAgain(signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const leave = expiry.subscribe(() => {
    if (!expiry.isExpired()) resolve()
  })
  const stop = () => reject(signal.reason)
  signal.addEventListener('abort', stop)
  return promise.finally(() => {
    leave()
    signal.removeEventListener('abort', stop)
  })
}

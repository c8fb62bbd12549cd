import { fromBufferPromise } from 'yauzl'

/** The names in an archive, in order; each file is read to its end and its sum compared. */
export async function namesInZip(bytes: Buffer): Promise<string[]> {
  const zip = await fromBufferPromise(bytes)
  const names: string[] = []
  for await (const entry of zip.eachEntry()) {
    await (await zip.openReadStreamPromise(entry)).toArray()
    names.push(entry.fileName)
  }
  return names.sort()
}

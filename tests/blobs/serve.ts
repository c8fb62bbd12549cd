import S3rver from 's3rver'
import { compareKeys } from '#core/codecs/object-path.ts'

/**
 * A process of its own: an S3 server on loopback over the folder it is given, which tells its port. It would list in the order of
 * its files, where `a/1` comes before `a-b`, and lose keys between pages; so the order and the pages are made here.
 */
const server = new S3rver({
  address: '127.0.0.1',
  port: 0,
  directory: process.argv[2]!,
  silent: true,
  vhostBuckets: false,
})
const listAll = server.store.listObjects.bind(server.store)
server.store.listObjects = async (bucket, { startAfter = '', maxKeys = 1000, delimiter, prefix, encodingType }) => {
  // It lists a bucket that it is only asked for (HEAD), too; our listings all name an encoding.
  if (encodingType === undefined) return { objects: [], commonPrefixes: [], isTruncated: false }
  const { objects, commonPrefixes } = await listAll(bucket, { delimiter, prefix })
  const behind = objects.filter(({ key }) => compareKeys(key, startAfter) > 0).sort((a, b) => compareKeys(a.key, b.key))
  return { objects: behind.slice(0, maxKeys), commonPrefixes, isTruncated: behind.length > maxKeys }
}
const { port } = await server.run()
process.send!(port)

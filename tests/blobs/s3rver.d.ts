/** The part of s3rver that is used here. */
declare module 's3rver' {
  type Listing = { objects: { key: string }[]; commonPrefixes: string[]; isTruncated: boolean }
  type ListOptions = {
    delimiter?: string
    prefix?: string
    startAfter?: string
    maxKeys?: number
    encodingType?: string
  }

  export default class S3rver {
    constructor(options: { address: string; port: number; directory: string; silent: boolean; vhostBuckets: boolean })
    store: { listObjects(bucket: string, options: ListOptions): Promise<Listing> }
    run(): Promise<{ port: number }>
  }
}

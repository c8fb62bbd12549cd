/** A path of the store as people type it. */
export function slashed(path: string): string {
  return path.replace(/^(obs|s3):\/\//, '/')
}

import type { ImportTaskStatusResp } from '#contract/imports.ts'

/**
 * How many samples an import will have read at its end, as far as anybody knows: a dry run of the same source, the last one
 * before it, has counted them.
 */
export function expectedTotal(
  { import_path, import_type, create_time = 0 }: ImportTaskStatusResp,
  others: readonly ImportTaskStatusResp[],
): number | undefined {
  const counted = others
    .filter((one) => one.muster?.dry_run && one.status === 'COMPLETED' && (one.create_time ?? 0) < create_time)
    .filter((one) => one.import_path === import_path && one.import_type === import_type)
    .toSorted((a, b) => (b.create_time ?? 0) - (a.create_time ?? 0))
  return counted[0]?.total_sample_count
}

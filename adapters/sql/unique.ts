/** Whether a statement failed because another row has what must be unique. The transaction has failed with it. */
export function isNotUnique(error: unknown): boolean {
  const { code } = error as { code?: string }
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE'
}

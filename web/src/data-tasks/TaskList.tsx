import { Pagination, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** How many tasks are on a page. */
export const ROWS = 10

/** Tasks on the data of a dataset, newest first, in pages. */
export function TaskList({
  total,
  page,
  onPage,
  children,
}: {
  total: number
  page: number
  onPage: (page: number) => void
  children: ReactNode
}) {
  const { t } = useTranslation('dataTasks')
  return (
    <Stack gap="xs">
      {children}
      {total > ROWS && (
        <Pagination aria-label={t('earlier')} total={Math.ceil(total / ROWS)} value={page} onChange={onPage} />
      )}
    </Stack>
  )
}

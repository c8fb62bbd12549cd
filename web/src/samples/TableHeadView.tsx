import { Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { DescDatasetResp } from '#contract/datasets.ts'
import { headLength, headRows } from '#core/tables/head-rows.ts'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { readTableHead } from '#web/data/table-head.ts'

/** As many as are shown (formats 2, "table preview"). */
const MOST_ROWS = 100
const MOST_COLUMNS = 100

/** The first rows of a table, below the names and types of its columns. */
export function TableHeadView({ dataset, source, size }: { dataset: DescDatasetResp; source: string; size: number }) {
  const { t } = useTranslation('samples')
  const head = useQuery({
    queryKey: ['table-head', source],
    queryFn: async ({ signal }) => {
      const reply = await fetch(source, { signal, headers: { range: `bytes=0-${headLength - 1}` } })
      // An empty file has no range.
      if (!reply.ok && reply.status !== 416) throw new TypeError(String(reply.status))
      const bytes = reply.ok ? new Uint8Array(await reply.arrayBuffer()) : new Uint8Array()
      return headRows(readTableHead(bytes.subarray(0, headLength), size), MOST_ROWS + 1)
    },
  })
  if (head.error) return <Fault error={head.error} onRetry={() => void head.refetch()} />
  if (!head.data) return <Loading />
  const hasHeader = dataset.data_sources?.[0]?.with_column_header === true
  const rows = head.data.slice(hasHeader ? 1 : 0, MOST_ROWS + (hasHeader ? 1 : 0))
  const written = (hasHeader && head.data[0]) || []
  const width = Math.min(MOST_COLUMNS, Math.max(dataset.schema?.length ?? 0, ...head.data.map(({ length }) => length)))
  const columns = Array.from({ length: width }, (_, index) => ({
    name: dataset.schema?.[index]?.name ?? written[index] ?? String(index + 1),
    type: dataset.schema?.[index]?.type,
  }))
  if (rows.length === 0) return <Text role="status">{t('noRows')}</Text>
  return (
    <>
      <Text size="sm" role="status">
        {t('firstRows', { count: rows.length })}
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has only keys scrolls it with them */}
      <section tabIndex={0} aria-label={t('rows')} style={{ overflow: 'auto', maxHeight: '70dvh' }}>
        <Table striped stickyHeader withTableBorder withColumnBorders fz="sm" w="max-content" miw="100%">
          <Table.Thead>
            <Table.Tr>
              {columns.map(({ name, type }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                <Table.Th key={index}>
                  <bdi>{name}</bdi>
                  {type && (
                    <Text size="xs" c="dimmed" fw={400}>
                      {type}
                    </Text>
                  )}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
              <Table.Tr key={at}>
                {columns.map((_, index) => (
                  <Table.Td
                    // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                    key={index}
                    maw={360}
                    style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}
                    dir="auto"
                  >
                    {row[index]}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </>
  )
}

import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { DatasetType } from '#contract/codes.ts'
import { guessColumns } from '#core/tables/guess-columns.ts'
import { headLength } from '#core/tables/head-rows.ts'
import { useCall } from '#web/data/calls.ts'
import { readTableHead } from '#web/data/table-head.ts'
import { nameOf } from '#web/uploads/chosen-files.ts'
import type { Column, CreateForm } from './create-form.ts'

const WHILE_TYPING = 400

type Guess = { columns: readonly Column[]; isPending: boolean; error: unknown }

/** What the columns of a new table seem to be, by its first CSV file: here for files of this computer, by the server for those of the store. */
export function useGuessedColumns({ type, source, path, hasHeader }: CreateForm, files: readonly File[]): Guess {
  const isTable = type === DatasetType.table
  const [folder] = useDebouncedValue(path.trim(), WHILE_TYPING)
  const stored = useCall(
    'GuessTableSchema',
    { path: folder, with_column_header: hasHeader },
    { enabled: isTable && source === 'storage' && /^\/[^/]+\/[^/]/.test(folder) },
  )
  const file = firstTable(files)
  const local = useQuery({
    queryKey: ['columns', file && nameOf(file), file?.size, file?.lastModified, hasHeader],
    enabled: isTable && source === 'upload' && file !== undefined,
    queryFn: async () => {
      const bytes = new Uint8Array(await file!.slice(0, headLength).arrayBuffer())
      return guessColumns(readTableHead(bytes, file!.size), { hasHeader })
    },
  })
  if (!isTable || source === 'later') return { columns: [], isPending: false, error: null }
  if (source === 'upload') return { columns: local.data ?? [], isPending: local.isLoading, error: local.error }
  return {
    columns: (stored.data?.schema ?? []) as readonly Column[],
    isPending: stored.isLoading,
    error: stored.error,
  }
}

/** The one that lies first in the store. */
function firstTable(files: readonly File[]): File | undefined {
  const tables = files.filter(({ name }) => name.toLowerCase().endsWith('.csv'))
  return tables.reduce<File | undefined>(
    (first, one) => (first && nameOf(first) <= nameOf(one) ? first : one),
    undefined,
  )
}

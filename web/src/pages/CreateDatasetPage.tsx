import { Button, Group, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core'
import { useSessionStorage } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '#client/client.ts'
import { DatasetType } from '#contract/codes.ts'
import { Fault } from '#web/components/Fault.tsx'
import { fileKindOf } from '#web/components/file-kinds.ts'
import { NameInput } from '#web/components/NameInput.tsx'
import { isLabelName } from '#web/components/name-rules.ts'
import { Page } from '#web/components/Page.tsx'
import { ColumnFields } from '#web/create/ColumnFields.tsx'
import { areColumns, type CreateForm, createBody, EMPTY_CREATE, placesOf } from '#web/create/create-form.ts'
import { SourceFields } from '#web/create/SourceFields.tsx'
import { TypeField } from '#web/create/TypeField.tsx'
import { useGuessedColumns } from '#web/create/useGuessedColumns.ts'
import { clientOf } from '#web/data/client.ts'
import { useSession } from '#web/data/session.tsx'
import { hasLabels } from '#web/samples/dataset-kinds.ts'
import { parcelsOf } from '#web/uploads/chosen-files.ts'
import { SendProgress } from '#web/uploads/SendProgress.tsx'
import { useSending } from '#web/uploads/useSending.ts'

const NAME_IS_TAKEN = new ApiError('CreateDataset', 400, { error_code: 'ModelArts.4351' })

/** Makes a dataset. What is typed is kept until the window is closed or the dataset is made; files have to be chosen again. */
export function CreateDatasetPage() {
  const { t } = useTranslation(['create', 'labels'])
  const { project_id } = useSession()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [form, setForm, clearForm] = useSessionStorage<CreateForm>({
    key: 'muster.create',
    defaultValue: EMPTY_CREATE,
    getInitialValueInEffect: false,
  })
  const [files, setFiles] = useState<readonly File[]>([])
  const { sent, send, stop } = useSending()
  const { type, source, labels } = form
  const change = (part: Partial<CreateForm>) => setForm((before) => ({ ...before, ...part }))
  const chooseType = (chosen: CreateForm['type']) => {
    if (fileKindOf(chosen).hint !== fileKindOf(type).hint) setFiles([])
    // Tables mostly have a header, texts mostly have none.
    change({ type: chosen, hasHeader: chosen === DatasetType.table })
  }
  const hasWrongLabel = hasLabels(type) && labels.some((name) => !isLabelName(type, name))
  const isTable = type === DatasetType.table
  const guess = useGuessedColumns(form, files)
  const columns = form.columns ?? guess.columns
  const places = placesOf(form)
  const create = useMutation({
    mutationFn: async () => {
      const { call } = clientOf(project_id)
      if (source === 'upload') {
        // Its files would come to lie among those of the other dataset.
        const { datasets } = await call('ListDatasets', { search_content: form.name, limit: 100 })
        if (datasets.some(({ dataset_name }) => dataset_name === form.name)) throw NAME_IS_TAKEN
        if (!(await send(parcelsOf(files, places.input)))) return null
      }
      return call('CreateDataset', {}, createBody(form, columns))
    },
    onSuccess: async (made) => {
      if (!made) return
      clearForm()
      await queries.invalidateQueries({ queryKey: ['ListDatasets'] })
      const to = source === 'later' ? '/datasets/$dataset_id/data' : '/datasets/$dataset_id'
      await navigate({ to, params: { dataset_id: made.dataset_id! } })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <Page title={t('create:title')}>
      <form onSubmit={submit}>
        <Stack maw={760} gap="lg">
          <NameInput
            label={t('create:name')}
            required
            maxLength={100}
            value={form.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <TypeField type={type} onChange={chooseType} />
          <SourceFields form={form} files={files} onChange={change} onFiles={setFiles} />
          {isTable && (
            <ColumnFields
              columns={columns}
              isPending={form.columns === null && guess.isPending}
              error={form.columns === null ? guess.error : null}
              onChange={(written) => change({ columns: written })}
              onGuess={form.columns === null ? undefined : () => change({ columns: null })}
            />
          )}
          {hasLabels(type) && (
            <TagsInput
              label={t('create:labels')}
              description={t('create:labelsHelp')}
              splitChars={[',', '\n']}
              error={hasWrongLabel && t('labels:nameRefused')}
              value={labels}
              onChange={(names) => change({ labels: names })}
            />
          )}
          <Textarea
            label={t('create:description')}
            maxLength={256}
            autosize
            minRows={2}
            value={form.description}
            onChange={(event) => change({ description: event.currentTarget.value })}
          />
          <TextInput
            label={t('create:output')}
            description={t('create:outputHelp')}
            placeholder={places.output}
            value={form.output}
            onChange={(event) => change({ output: event.currentTarget.value })}
          />
          {create.error && <Fault error={create.error} />}
          {sent && <SendProgress sent={sent} onStop={stop} />}
          {create.data === null && (
            <Text size="sm" role="status">
              {t('create:stopped')}
            </Text>
          )}
          <Group>
            <Button
              type="submit"
              loading={create.isPending}
              disabled={
                hasWrongLabel || (isTable && !areColumns(columns)) || (source === 'upload' && files.length === 0)
              }
            >
              {t('create:create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  )
}

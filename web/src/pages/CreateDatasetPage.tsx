import {
  Button,
  Group,
  Input,
  Progress,
  Radio,
  SegmentedControl,
  SimpleGrid,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { uploadFile } from '#client/upload.ts'
import { DatasetType, LabelType } from '#contract/codes.ts'
import { nextColour } from '#web/colours/colours.ts'
import { Fault } from '#web/components/Fault.tsx'
import { FileChooser, nameOf } from '#web/components/FileChooser.tsx'
import { FolderPicker } from '#web/components/FolderPicker.tsx'
import { fileKindOf } from '#web/components/file-kinds.ts'
import { NameInput } from '#web/components/NameInput.tsx'
import { isLabelName } from '#web/components/name-rules.ts'
import { Page } from '#web/components/Page.tsx'
import { clientOf, SERVER } from '#web/data/client.ts'
import { useSession } from '#web/data/session.tsx'

/** What the workbench can label; the API takes every type. */
const TYPES = [
  DatasetType.imageClassification,
  DatasetType.objectDetection,
  DatasetType.textClassification,
  DatasetType.namedEntities,
  DatasetType.textTriplets,
] as const
type Type = (typeof TYPES)[number]

/** Where files from a computer go, and what is written later: the first upload makes it. */
const OWN_BUCKET = 'datasets'
const AT_ONCE = 3

export function CreateDatasetPage() {
  const { t } = useTranslation(['create', 'datasets', 'labels'])
  const { project_id } = useSession()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [dataset_name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [type, setType] = useState<Type>(DatasetType.objectDetection)
  const [source, setSource] = useState<'upload' | 'storage'>('upload')
  const [files, setFiles] = useState<readonly File[]>([])
  const [path, setPath] = useState('')
  const [output, setOutput] = useState('')
  const [labels, setLabels] = useState<string[]>([])
  const kind = fileKindOf(type)
  const [picking, picker] = useDisclosure()
  const [sent, setSent] = useState(0)

  const hasWrongLabel = labels.some((name) => !isLabelName(type, name))
  const folder = dataset_name || '…'
  const usualOutput =
    source === 'upload' ? `/${OWN_BUCKET}/${folder}/output/` : `/${path.split('/')[1] || '…'}/outputs/${folder}/`
  const create = useMutation({
    mutationFn: async () => {
      const data_path = source === 'upload' ? `/${OWN_BUCKET}/${dataset_name}/input/` : path.trim()
      if (source === 'upload') await sendAll(files, data_path, setSent)
      const body = {
        dataset_name,
        description,
        dataset_type: type,
        data_sources: [{ data_type: 0 as const, data_path }],
        work_path: output.trim() || usualOutput,
        work_path_type: 0 as const,
        labels: definitionsOf(labels, type),
      }
      return clientOf(project_id).call('CreateDataset', {}, body)
    },
    onSuccess: async ({ dataset_id }) => {
      await queries.invalidateQueries({ queryKey: ['ListDatasets'] })
      await navigate({ to: '/datasets/$dataset_id', params: { dataset_id: dataset_id! } })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSent(0)
    create.mutate()
  }
  const chooseType = (value: string) => {
    const chosen = Number(value) as Type
    if (fileKindOf(chosen).hint !== kind.hint) setFiles([])
    setType(chosen)
  }
  return (
    <Page title={t('create:title')}>
      <form onSubmit={submit}>
        <Stack maw={760} gap="lg">
          <NameInput
            label={t('create:name')}
            required
            maxLength={100}
            value={dataset_name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Radio.Group label={t('create:type')} required value={String(type)} onChange={chooseType}>
            <SimpleGrid cols={{ base: 1, xs: 2 }} mt="xs" spacing="xs">
              {TYPES.map((one) => (
                <Radio.Card key={one} value={String(one)} p="sm">
                  <Group wrap="nowrap" align="flex-start">
                    <Radio.Indicator />
                    <div>
                      <Text size="sm" fw={500}>
                        {t(`datasets:types.${one}`)}
                      </Text>
                      <Text size="xs" c="dimmed">
                        {t(`create:typeHelp.${one}`)}
                      </Text>
                    </div>
                  </Group>
                </Radio.Card>
              ))}
            </SimpleGrid>
          </Radio.Group>
          <Input.Wrapper label={t('create:source')} required labelElement="div">
            <Stack gap="xs" mt={4}>
              <SegmentedControl
                aria-label={t('create:source')}
                value={source}
                onChange={(value) => setSource(value as typeof source)}
                data={[
                  { value: 'upload', label: t('create:upload') },
                  { value: 'storage', label: t('create:storage') },
                ]}
              />
              {source === 'upload' ? (
                <FileChooser accept={kind.accept} hint={t(`create:${kind.hint}`)} files={files} onChange={setFiles} />
              ) : (
                <Group align="flex-end" gap="xs">
                  <TextInput
                    label={t('create:path')}
                    description={t('create:pathHelp')}
                    required
                    flex={1}
                    value={path}
                    onChange={(event) => setPath(event.currentTarget.value)}
                  />
                  <Button variant="default" onClick={picker.open}>
                    {t('create:browse')}
                  </Button>
                  <FolderPicker opened={picking} onClose={picker.close} onTake={setPath} />
                </Group>
              )}
            </Stack>
          </Input.Wrapper>
          <TagsInput
            label={t('create:labels')}
            description={t('create:labelsHelp')}
            splitChars={[',', '\n']}
            error={hasWrongLabel && t('labels:nameRefused')}
            value={labels}
            onChange={setLabels}
          />
          <Textarea
            label={t('create:description')}
            maxLength={256}
            autosize
            minRows={2}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <TextInput
            label={t('create:output')}
            description={t('create:outputHelp')}
            placeholder={usualOutput}
            value={output}
            onChange={(event) => setOutput(event.currentTarget.value)}
          />
          {create.error && <Fault error={create.error} />}
          {create.isPending && source === 'upload' && (
            <div role="status">
              <Progress value={(100 * sent) / Math.max(1, files.length)} aria-label={t('create:upload')} />
              <Text size="sm">{t('create:uploading', { done: sent, total: files.length })}</Text>
            </div>
          )}
          <Group>
            <Button
              type="submit"
              loading={create.isPending}
              disabled={hasWrongLabel || (source === 'upload' && files.length === 0)}
            >
              {t('create:create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  )
}

/** Sends files a few at a time; a file that was sent before is not sent again. */
async function sendAll(files: readonly File[], folder: string, onSent: (count: number) => void): Promise<void> {
  const waiting = [...files]
  let sent = 0
  const work = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      await uploadFile(SERVER, file, { path: `${folder}${nameOf(file)}` })
      onSent(++sent)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

/** Labels of a triplet dataset begin as entities; relations need their ends and come later. */
function definitionsOf(names: readonly string[], type: Type) {
  const used: string[] = []
  const labelType = type === DatasetType.textTriplets ? LabelType.tripletEntity : type
  return names.map((name) => {
    const colour = nextColour(used)
    used.push(colour)
    return { name, type: labelType, property: { '@modelarts:color': colour } }
  })
}

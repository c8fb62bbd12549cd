import { Breadcrumbs, Button, Group, Modal, NavLink, Stack, Text, UnstyledButton } from '@mantine/core'
import { IconBucket, IconFile, IconFolder } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/data/calls.ts'
import { Fault } from './Fault.tsx'
import { Loading } from './Loading.tsx'

/** Looks into the object store and takes one of its folders, as `/bucket/folder/`, or one of its files. */
export function FolderPicker({
  opened,
  pick = 'folder',
  onClose,
  onTake,
}: {
  opened: boolean
  pick?: 'folder' | 'file'
  onClose: () => void
  onTake: (path: string) => void
}) {
  const { t } = useTranslation(['create', 'shell'])
  const [path, setPath] = useState('')
  const take = (taken: string) => {
    onTake(taken)
    onClose()
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t('create:storageTitle')}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <Stack gap="sm">
        <Breadcrumbs>
          {placesOf(path).map(({ name, to }) => (
            <UnstyledButton key={to} onClick={() => setPath(to)}>
              {name ?? t('create:buckets')}
            </UnstyledButton>
          ))}
        </Breadcrumbs>
        <FolderList path={path} onOpen={setPath} {...(pick === 'file' && { onTake: take })} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('shell:cancel')}
          </Button>
          {pick === 'folder' && (
            <Button disabled={path.split('/').length < 4} onClick={() => take(path)}>
              {t('create:take')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}

function FolderList({
  path,
  onOpen,
  onTake,
}: {
  path: string
  onOpen: (path: string) => void
  /** Where a file is looked for. */
  onTake?: (file: string) => void
}) {
  const { t } = useTranslation('create')
  const { data, error, refetch } = useCall('ListFolder', { path })
  if (error) return <Fault error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  const Icon = path === '' ? IconBucket : IconFolder
  return (
    <div style={{ maxHeight: '50vh', overflowY: 'auto' }}>
      {data.folders.length + data.files.length === 0 && (
        <Text c="dimmed">{path === '' ? t('noBuckets') : t('empty')}</Text>
      )}
      {data.folders.map(({ name }) => (
        <NavLink
          key={name}
          component="button"
          label={name}
          leftSection={<Icon size={18} />}
          onClick={() => onOpen(`${path || '/'}${name}/`)}
        />
      ))}
      {data.files.map(({ name }) =>
        onTake ? (
          <NavLink
            key={name}
            component="button"
            label={name}
            leftSection={<IconFile size={18} />}
            onClick={() => onTake(`${path}${name}`)}
          />
        ) : (
          <NavLink key={name} component="div" label={name} disabled leftSection={<IconFile size={18} />} />
        ),
      )}
      {data.more && (
        <Text size="sm" c="dimmed">
          {t('more')}
        </Text>
      )}
    </div>
  )
}

function placesOf(path: string): { name: string | null; to: string }[] {
  const names = path.split('/').filter((name) => name !== '')
  const places = names.map((name, index) => ({ name, to: `/${names.slice(0, index + 1).join('/')}/` }))
  return [{ name: null, to: '' }, ...places]
}

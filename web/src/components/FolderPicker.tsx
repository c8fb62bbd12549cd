import { Breadcrumbs, Button, Group, Modal, NavLink, Stack, Text, UnstyledButton } from '@mantine/core'
import { IconBucket, IconFile, IconFolder } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/data/calls.ts'
import { Fault } from './Fault.tsx'
import { Loading } from './Loading.tsx'

/** Looks into the object store and takes one of its folders, as `/bucket/folder/`. */
export function FolderPicker({
  opened,
  onClose,
  onTake,
}: {
  opened: boolean
  onClose: () => void
  onTake: (path: string) => void
}) {
  const { t } = useTranslation(['create', 'shell'])
  const [path, setPath] = useState('')
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
        <FolderList path={path} onOpen={setPath} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('shell:cancel')}
          </Button>
          <Button
            disabled={path.split('/').length < 4}
            onClick={() => {
              onTake(path)
              onClose()
            }}
          >
            {t('create:take')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function FolderList({ path, onOpen }: { path: string; onOpen: (path: string) => void }) {
  const { t } = useTranslation('create')
  const { data, error, refetch } = useCall('ListFolder', { path })
  if (error) return <Fault error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  const Icon = path === '' ? IconBucket : IconFolder
  return (
    <div style={{ maxHeight: '50vh', overflowY: 'auto' }}>
      {data.folders.length + data.files.length === 0 && <Text c="dimmed">{t('empty')}</Text>}
      {data.folders.map(({ name }) => (
        <NavLink
          key={name}
          component="button"
          label={name}
          leftSection={<Icon size={18} />}
          onClick={() => onOpen(`${path || '/'}${name}/`)}
        />
      ))}
      {data.files.map(({ name }) => (
        <NavLink key={name} component="div" label={name} disabled leftSection={<IconFile size={18} />} />
      ))}
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

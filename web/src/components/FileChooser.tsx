import { Button, FileButton, Group, Paper, Text } from '@mantine/core'
import { IconFolderUp, IconUpload } from '@tabler/icons-react'
import { type ComponentProps, type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { textOfBytes } from '#web/i18n/numbers.ts'
import { isHidden, nameOf, readDropped } from '#web/uploads/chosen-files.ts'

/** What lets the browser choose a folder, with all that is in it. */
const A_FOLDER = { webkitdirectory: '' } as ComponentProps<'input'>

/** Names shown of files that are left out. */
const MOST_NAMES = 10

/** Chooses many files or whole folders, by a dialog or by dropping them. */
export function FileChooser({
  accept,
  hint,
  files,
  onChange,
}: {
  /** Endings with their dot, in small letters; none: files of any kind. */
  accept: readonly string[]
  hint: string
  files: readonly File[]
  onChange: (files: readonly File[]) => void
}) {
  const { t, i18n } = useTranslation('create')
  const [over, setOver] = useState(false)
  const [skipped, setSkipped] = useState<readonly string[]>([])
  const add = (added: readonly File[]) => {
    const seen = added.filter((file) => !isHidden(nameOf(file)))
    const fits = ({ name, size }: File) =>
      size > 0 && (accept.length === 0 || accept.some((ending) => name.toLowerCase().endsWith(ending)))
    const fitting = seen.filter(fits)
    setSkipped([...new Set([...skipped, ...seen.filter((file) => !fits(file)).map(nameOf)])])
    const known = new Set(files.map(nameOf))
    onChange([...files, ...fitting.filter((file) => !known.has(nameOf(file)))])
  }
  const clear = () => {
    setSkipped([])
    onChange([])
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void readDropped(event.dataTransfer.items).then(add)
  }
  const size = textOfBytes(
    files.reduce((sum, file) => sum + file.size, 0),
    i18n.language,
  )
  return (
    <Paper
      withBorder
      p="lg"
      style={{ borderStyle: 'dashed', ...(over && { borderColor: 'var(--mantine-primary-color-filled)' }) }}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <Group gap="md">
        <FileButton multiple accept={accept.join(',')} onChange={add}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconUpload size={18} />}>
              {t('choose')}
            </Button>
          )}
        </FileButton>
        <FileButton multiple inputProps={A_FOLDER} onChange={add}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconFolderUp size={18} />}>
              {t('chooseFolder')}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed">
          {t('drop')}
        </Text>
      </Group>
      <Text size="xs" c="dimmed" mt="xs">
        {hint}
      </Text>
      <Group gap="sm" mt="xs">
        <Text size="sm" className="figures" role="status">
          {t('chosen', { count: files.length, size })}
        </Text>
        {files.length > 0 && (
          <Button size="compact-sm" variant="subtle" onClick={clear}>
            {t('clear')}
          </Button>
        )}
      </Group>
      {skipped.length > 0 && (
        <div role="alert">
          <Text size="sm" c="orange.8">
            {t('skipped', { count: skipped.length })}
          </Text>
          <Text size="xs" c="dimmed" dir="auto" style={{ overflowWrap: 'anywhere' }}>
            {skipped.slice(0, MOST_NAMES).join(', ')}
            {skipped.length > MOST_NAMES && ' …'}
          </Text>
        </div>
      )}
    </Paper>
  )
}

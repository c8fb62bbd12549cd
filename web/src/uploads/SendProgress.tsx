import { Button, Group, Progress, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { textOfBytes } from '#web/i18n/numbers.ts'
import type { Sent } from './useSending.ts'

/** How far the files are that are on their way, and how to call them off. */
export function SendProgress({ sent: { files, ofFiles, bytes, ofBytes }, onStop }: { sent: Sent; onStop: () => void }) {
  const { t, i18n } = useTranslation(['create', 'samples'])
  const size = (count: number) => textOfBytes(count, i18n.language)
  return (
    <Group gap="md" wrap="nowrap" align="flex-end">
      <div role="status" style={{ flex: 1 }}>
        <Text size="sm" className="figures">
          {t('create:uploading', { done: files, total: ofFiles })} ·{' '}
          {t('create:uploadingBytes', { done: size(bytes), total: size(ofBytes) })}
        </Text>
        <Progress mt={4} value={ofBytes > 0 ? (100 * bytes) / ofBytes : 100} aria-label={t('create:upload')} />
      </div>
      <Button variant="default" size="compact-md" fz="sm" onClick={onStop}>
        {t('samples:stop')}
      </Button>
    </Group>
  )
}

import { Alert, Button, Progress, Text } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { BulkEdit, Deed } from './useBulkEdit.ts'

/** How far bulk work is, then what it did, with the way back. */
export function BulkReport({ bulk: { progress, outcome }, onUndo }: { bulk: BulkEdit; onUndo: () => void }) {
  const { t } = useTranslation('samples')
  return (
    <div role="status">
      {progress && (
        <>
          <Progress value={(100 * progress.done) / progress.total} aria-label={t('working')} />
          <Text size="xs" className="figures">
            {t('workingAt', progress)}
          </Text>
        </>
      )}
      {outcome && outcome.done > 0 && (
        <Alert variant="light" p="xs">
          <Text size="sm">{t(`did.${outcome.deed.kind}`, { label: labelOf(outcome.deed), count: outcome.done })}</Text>
          {outcome.undo.length > 0 && (
            <Button
              mt={4}
              size="compact-sm"
              variant="default"
              leftSection={<IconArrowBackUp size={16} />}
              disabled={progress !== null}
              onClick={onUndo}
            >
              {t('undo')}
            </Button>
          )}
        </Alert>
      )}
      {outcome && outcome.refused > 0 && (
        <Alert variant="light" color="orange" p="xs" mt="xs">
          <Text size="sm">{t('refused', { count: outcome.refused })}</Text>
          {outcome.reason && (
            <Text size="xs" c="dimmed">
              {outcome.reason}
            </Text>
          )}
        </Alert>
      )}
    </div>
  )
}

function labelOf(deed: Deed): string {
  return 'label' in deed ? deed.label : ''
}

import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { DescribeSampleResp } from '#contract/samples.ts'
import type { Saver } from '#web/workbench/saving/saver.ts'

/**
 * Follows what was handed in while people go on: tells when it was not taken, and leads back to it, unless `isShown` says
 * that it can be seen where the work is.
 */
export function useSubmitNotices(onOpen: (sample: DescribeSampleResp) => void) {
  const { t } = useTranslation('workbench')
  return useCallback(
    (saver: Saver, sample: DescribeSampleResp, onSubmitted: () => void, isShown: () => boolean = () => false) => {
      const before = saver.view().submits
      const name = sample.sample_name ?? ''
      const tell = (words: string) => {
        if (isShown()) return
        const id = `submit ${sample.sample_id}`
        const open = () => {
          notifications.hide(id)
          onOpen(sample)
        }
        const message = (
          <Group justify="space-between">
            <span>{words}</span>
            <Button size="compact-sm" variant="default" onClick={open}>
              {t('openIt')}
            </Button>
          </Group>
        )
        notifications.show({ id, color: 'red', autoClose: false, message })
      }
      const stop = saver.subscribe(() => {
        const { submits, chip } = saver.view()
        if (submits > before) onSubmitted()
        else if (chip.kind === 'failed') tell(t('submitFailed', { name, reason: chip.error_msg }))
        else if (chip.kind === 'conflict') tell(t('submitConflict', { name }))
        else return
        stop()
      })
    },
    [t, onOpen],
  )
}

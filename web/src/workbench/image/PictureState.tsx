import { Alert, Button, Loader } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './ImageCanvas.module.css'

/** Says that the next picture is still on its way, or cannot be shown. */
export function PictureState({
  isReady,
  isBroken,
  onRetry,
}: {
  isReady: boolean
  isBroken: boolean
  onRetry: () => void
}) {
  const { t } = useTranslation('image')
  if (!isReady) {
    return (
      <div className={classes.veil}>
        <Loader aria-label={t('loading')} role="status" />
      </div>
    )
  }
  if (!isBroken) return null
  return (
    <Alert className={classes.fault} color="red" role="alert">
      {t('broken')}{' '}
      <Button size="compact-sm" variant="default" onClick={onRetry}>
        {t('retry')}
      </Button>
    </Alert>
  )
}

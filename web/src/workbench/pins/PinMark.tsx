import { useTranslation } from 'react-i18next'
import classes from './Pins.module.css'
import type { Pin, Pins } from './pins.ts'

/** A pin in the data: its number; opens the comment. The draft has none yet. */
export function PinMark({ pin, pins, left, top }: { pin: Pin | undefined; pins: Pins; left: number; top: number }) {
  const { t } = useTranslation('review')
  if (!pin) return <span className={classes.pin} style={{ left, top }} data-draft aria-hidden />
  const { comment_id, text } = pin.comment
  const name = t('pins.open', { number: pin.number, text: text.slice(0, 120) })
  return (
    <button
      type="button"
      className={classes.pin}
      style={{ left, top }}
      data-chosen={pins.chosen === comment_id || undefined}
      aria-label={name}
      title={name}
      onClick={() => pins.open(comment_id)}
    >
      {pin.number}
    </button>
  )
}

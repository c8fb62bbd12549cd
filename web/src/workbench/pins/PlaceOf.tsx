import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Comment, CommentPlace } from '#contract/ours.ts'
import { usePins } from './pins.ts'

/** The number of a pinned comment, which shows its place; nothing for one on the whole sample. */
export function PlaceOf({ comment }: { comment: Comment }) {
  const { t } = useTranslation('review')
  const pins = usePins()
  const pin = pins?.pins.find((one) => one.comment.comment_id === comment.comment_id)
  if (!pins || !comment.place) return null
  if (!pin) {
    return (
      <Badge size="xs" variant="default">
        <PlaceWords place={comment.place} />
      </Badge>
    )
  }
  const isChosen = pins.chosen === comment.comment_id
  return (
    <Badge
      component="button"
      type="button"
      size="lg"
      circle
      color={isChosen ? 'orange.4' : 'yellow.4'}
      c="black"
      style={{ cursor: 'pointer' }}
      aria-pressed={isChosen}
      aria-label={t('pins.show')}
      title={t('pins.show')}
      onClick={() => pins.open(comment.comment_id)}
    >
      {pin.number}
    </Badge>
  )
}

export function PlaceWords({ place }: { place: CommentPlace }) {
  const { t } = useTranslation('review')
  if ('x' in place) return t('pins.point', { x: Math.round(place.x), y: Math.round(place.y) })
  return t('pins.range', { start: place.start, end: place.end })
}

import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** A moment in epoch milliseconds in the language of the reader; the exact one in the hint. */
export function Moment({ time }: { time: number | undefined }) {
  const { i18n } = useTranslation()
  if (time === undefined) return null
  const date = new Date(time)
  const exact = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'full', timeStyle: 'medium' }).format(date)
  return (
    <Text component="time" dateTime={date.toISOString()} title={exact} inherit>
      {new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' }).format(date)}
    </Text>
  )
}

import { ActionIcon } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconMapPin } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAction } from '#web/keys/KeysRegion.tsx'
import { type Pins, usePins } from '#web/workbench/pins/pins.ts'
import { putOn } from './TextPins.tsx'

type Props = {
  /** What is selected when it is pressed. */
  selected: () => { start: number; end: number } | undefined
}

/** Begins a comment on the selected words. */
export function PinButton(props: Props) {
  const pins = usePins()
  return pins && <Put {...props} pins={pins} />
}

function Put({ selected, pins }: Props & { pins: Pins }) {
  const { t } = useTranslation('review')
  const put = () => {
    if (!putOn(pins, selected())) notifications.show({ message: t('pins.select') })
  }
  useAction('pin', put)
  return (
    <ActionIcon
      variant="default"
      aria-label={t('pins.put')}
      title={t('pins.put')}
      // The selection of the browser stays where it is.
      onMouseDown={(event) => event.preventDefault()}
      onClick={put}
    >
      <IconMapPin size={18} />
    </ActionIcon>
  )
}

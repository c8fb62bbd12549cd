import { Kbd } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Chord } from './chord.ts'
import { capsOf } from './key-text.ts'
import { PLATFORM } from './platform.ts'

/** The keys of a chord, drawn. */
export function Caps({ chord }: { chord: Chord }) {
  const { t } = useTranslation('keys')
  return (
    <span style={{ display: 'inline-flex', gap: 2 }}>
      {capsOf(chord, PLATFORM, (cap) => t(`caps.${cap}`)).map((cap) => (
        <Kbd key={cap} size="xs">
          {cap}
        </Kbd>
      ))}
    </span>
  )
}

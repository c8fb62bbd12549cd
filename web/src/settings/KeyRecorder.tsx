import { Button, Center, Group, Modal, Stack, Text } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ActionId, actionOf } from '#web/keys/actions.ts'
import { type Bindings, judgeChord } from '#web/keys/bindings.ts'
import { Caps } from '#web/keys/Caps.tsx'
import type { Chord } from '#web/keys/chord.ts'
import { PLATFORM } from '#web/keys/platform.ts'
import { familyOf, recordChord } from '#web/keys/record.ts'
import classes from './KeyRecorder.module.css'

/** Listens for a key and says what it does already; Escape leaves. */
export function KeyRecorder({
  id,
  bindings,
  onUse,
  onClose,
}: {
  id: ActionId
  bindings: Bindings
  onUse: (chord: Chord) => void
  onClose: () => void
}) {
  const { t } = useTranslation(['keys', 'shell'])
  const [chord, setChord] = useState<Chord | null>(null)
  const family = familyOf(actionOf(id).chords)
  const listening = useRef<HTMLDivElement>(null)
  const use = useRef<HTMLButtonElement>(null)
  const isHeard = chord !== null
  useEffect(() => (isHeard ? use.current : listening.current)?.focus(), [isHeard])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return
    // No key leads away from here, not even Tab, until one was heard.
    event.preventDefault()
    event.stopPropagation()
    setChord(recordChord(event.nativeEvent, PLATFORM, family) ?? null)
  }
  const judgement = chord && judgeChord(bindings, id, chord)
  const asked = { Digit: 'keys:recordDigit', Arrow: 'keys:recordArrow', one: 'keys:record' } as const
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('keys:recordFor', { action: t(`keys:actions.${id}`) })}
      centered
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <Stack>
        {chord ? (
          <Center className={classes.heard}>
            <Caps chord={chord} />
          </Center>
        ) : (
          <div ref={listening} className={classes.listening} tabIndex={-1} data-autofocus onKeyDownCapture={onKeyDown}>
            <Text ta="center">{t(asked[family ?? 'one'])}</Text>
          </div>
        )}
        <Text size="sm" mih="2lh" role="status">
          {judgement?.kind === 'free' && t('keys:free')}
          {judgement?.kind === 'reserved' && t(`keys:reserved.${judgement.by}`)}
          {judgement?.kind === 'taken' && <Taken by={judgement.by} />}
        </Text>
        <Group justify="flex-end">
          {chord && (
            <Button variant="default" onClick={() => setChord(null)}>
              {t('keys:recordAgain')}
            </Button>
          )}
          <Button
            ref={use}
            disabled={!judgement || judgement.kind === 'reserved'}
            onClick={() => chord && onUse(chord)}
          >
            {t(judgement?.kind === 'taken' ? 'keys:takeOver' : 'keys:use')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function Taken({ by }: { by: readonly ActionId[] }) {
  const { t, i18n } = useTranslation('keys')
  const list = new Intl.ListFormat(i18n.language)
  return t('taken', { actions: list.format(by.map((id) => t(`actions.${id}`))) })
}

import { Modal, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '#web/data/session.tsx'
import { Caps } from './Caps.tsx'
import type { Chord } from './chord.ts'
import { useAction, useKeys } from './KeysRegion.tsx'
import classes from './Palette.module.css'
import { paletteOf } from './sheet.ts'
import { hasWords } from './words.ts'

const PLACES = {
  owner: ['datasets', 'tasks', 'teams', 'settings'],
  member: ['work', 'settings'],
} as const

type Command = { id: string; text: string; chords: readonly Chord[]; run: () => void }

/** Everything that can be done now, and where one can go, found by typing. */
export function Palette() {
  const { t } = useTranslation('keys')
  const [opened, setOpened] = useState(false)
  const before = useRef<Element>(null)
  useAction('palette', () => {
    before.current = document.activeElement
    setOpened(true)
  })
  const close = (then?: () => void) => {
    setOpened(false)
    if (before.current instanceof HTMLElement) before.current.focus()
    // After the focus is back, for a command may put it elsewhere.
    then?.()
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      withCloseButton={false}
      returnFocus={false}
      transitionProps={{ duration: 0 }}
      attributes={{ content: { 'aria-label': t('actions.palette') } }}
      yOffset="12vh"
    >
      <Commands onRun={(command) => close(command.run)} />
    </Modal>
  )
}

function Commands({ onRun }: { onRun: (command: Command) => void }) {
  const { t, i18n } = useTranslation('keys')
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const list = useId()
  const shown = useCommands().filter(({ text }) => hasWords(text, typed, i18n.language))
  const active = Math.min(chosen, shown.length - 1)
  const option = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (active >= 0) option.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.nativeEvent.isComposing) return
    if (by !== undefined) setChosen((active + by + shown.length) % Math.max(shown.length, 1))
    else if (event.key === 'Enter' && shown[active]) onRun(shown[active])
    else return
    event.preventDefault()
  }
  return (
    <>
      <TextInput
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={shown[active] && `${list}-${shown[active].id}`}
        aria-label={t('palette')}
        placeholder={t('palette')}
        leftSection={<IconSearch size={16} />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setChosen(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div role="listbox" id={list} aria-label={t('actions.palette')} className={classes.list}>
        {shown.map((command, index) => (
          // The keys of this list are those of the field above it.
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          <div
            key={command.id}
            id={`${list}-${command.id}`}
            ref={index === active ? option : undefined}
            role="option"
            aria-selected={index === active}
            tabIndex={-1}
            className={classes.option}
            onClick={() => onRun(command)}
            onPointerMove={() => setChosen(index)}
          >
            <Text size="sm">{command.text}</Text>
            {command.chords[0] && <Caps chord={command.chords[0]} />}
          </div>
        ))}
      </div>
      {shown.length === 0 && (
        <Text size="sm" c="dimmed" role="status">
          {t('noCommand')}
        </Text>
      )}
    </>
  )
}

function useCommands(): Command[] {
  const { t } = useTranslation(['keys', 'shell'])
  const { bindings, screen, offers, perform } = useKeys()
  const { role } = useSession()
  const navigate = useNavigate()
  const commands = paletteOf(bindings, screen)
    .filter(({ id }) => offers(id) && id !== 'preferences')
    .map(({ id, chords }): Command => ({ id, chords, text: t(`keys:actions.${id}`), run: () => void perform(id) }))
  const places = PLACES[role].map((place): Command => {
    const chords = place === 'settings' ? bindings.preferences : []
    const run = () => void navigate({ to: `/${place}` })
    return { id: `go-${place}`, chords, text: t('keys:go', { place: t(`shell:${place}`) }), run }
  })
  return [...commands, ...places]
}

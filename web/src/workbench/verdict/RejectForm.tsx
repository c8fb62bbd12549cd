import { Button, Group, Text, Textarea } from '@mantine/core'
import { type ChangeEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MOST_CHARACTERS } from '#core/acceptance/comment.ts'
import { useAction } from '#web/keys/KeysRegion.tsx'
import { usePins } from '#web/workbench/pins/pins.ts'
import { KeyCaps } from './KeyCaps.tsx'
import { QuickReasons } from './QuickReasons.tsx'
import { faultOfReason, lengthOf, typographic } from './reason.ts'

/** A rejection with its reason. What the server would refuse is said while it is written. */
export function RejectForm({
  task_id,
  before,
  busy,
  onReject,
}: {
  task_id: string
  /** The reason given last time. */
  before: string
  busy: boolean
  onReject: (reason: string) => void
}) {
  const { t, i18n } = useTranslation(['acceptance', 'review'])
  const [reason, setReason] = useState(before)
  const [asked, setAsked] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const fault = faultOfReason(typographic(reason, i18n.language))
  const pinned = usePins()?.pins.flatMap(({ comment }) => (comment.mine ? [comment.text] : [])) ?? []
  const missing = pinned.filter((text) => !reason.includes(typographic(text, i18n.language)))
  const write = (text: string) => {
    setReason(typographic(text, i18n.language))
    field.current?.focus()
  }
  const send = () => {
    if (fault === null) return onReject(typographic(reason, i18n.language))
    setAsked(true)
    field.current?.focus()
  }
  useAction('reject', () => field.current?.focus())
  useAction('sendVerdict', send)
  const complaint = () => {
    if (fault === null || (fault.kind === 'missing' && !asked)) return null
    if (fault.kind === 'missing') return t('verdict.missing')
    return fault.kind === 'long'
      ? t('verdict.long', { by: fault.by })
      : t('verdict.character', { character: fault.character })
  }
  return (
    <>
      <Textarea
        ref={field}
        label={
          <Group gap={6} component="span" display="inline-flex">
            {t('verdict.reason')}
            <KeyCaps action="reject" />
          </Group>
        }
        value={reason}
        onChange={(event) => setReason(readField(event, i18n.language))}
        error={complaint()}
        autosize
        minRows={2}
        maxRows={6}
        dir="auto"
      />
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed" className="figures">
          {t('verdict.length', { count: lengthOf(reason), most: MOST_CHARACTERS })}
        </Text>
        <Button
          color="red"
          variant="light"
          size="compact-sm"
          loading={busy}
          onClick={send}
          rightSection={<KeyCaps action="sendVerdict" />}
        >
          {t('verdict.send')}
        </Button>
      </Group>
      {missing.length > 0 && (
        <Button
          variant="subtle"
          size="compact-xs"
          justify="flex-start"
          onClick={() => write([reason, ...missing].filter((text) => text !== '').join('; '))}
        >
          {t('review:pins.intoReason', { count: missing.length })}
        </Button>
      )}
      <QuickReasons task_id={task_id} reason={reason} mayKeep={fault === null} onChoose={write} />
    </>
  )
}

/**
 * What was typed, with typographic quotation marks. They go into the field here, with the caret where it was: left to
 * React it would jump to the end. Unfinished input of an input method is left alone.
 */
function readField({ currentTarget: field, nativeEvent }: ChangeEvent<HTMLTextAreaElement>, language: string): string {
  if ((nativeEvent as InputEvent).isComposing) return field.value
  const written = typographic(field.value, language)
  if (written !== field.value) {
    const { selectionStart, selectionEnd } = field
    field.value = written
    field.setSelectionRange(selectionStart, selectionEnd)
  }
  return written
}

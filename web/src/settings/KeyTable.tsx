import { ActionIcon, Group, Table, Text } from '@mantine/core'
import { IconPlus, IconRestore, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ACTION_IDS, type ActionId, actionOf, SECTIONS } from '#web/keys/actions.ts'
import type { Bindings, KeyPreferences } from '#web/keys/bindings.ts'
import { Caps } from '#web/keys/Caps.tsx'
import type { Chord } from '#web/keys/chord.ts'
import { textOfChord } from '#web/keys/key-text.ts'
import { PLATFORM } from '#web/keys/platform.ts'
import { hasWords } from '#web/keys/words.ts'

type Changes = {
  onRecord: (id: ActionId) => void
  onRemove: (id: ActionId, chord: Chord) => void
  onReset: (id: ActionId) => void
}

/** Every action with its keys, by section; those whose words are typed. */
export function KeyTable({
  bindings,
  own,
  typed,
  ...changes
}: Changes & { bindings: Bindings; own: KeyPreferences['own']; typed: string }) {
  const { t, i18n } = useTranslation('keys')
  const parts = SECTIONS.map((section) => ({
    section,
    ids: ACTION_IDS.filter((id) => {
      const words = `${t(`sections.${section}`)} ${t(`actions.${id}`)}`
      return actionOf(id).section === section && hasWords(words, typed, i18n.language)
    }),
  })).filter(({ ids }) => ids.length > 0)
  if (parts.length === 0) return <Text c="dimmed">{t('noMatch')}</Text>
  return (
    <Table.ScrollContainer minWidth={520}>
      <Table verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('action')}</Table.Th>
            <Table.Th>{t('chords')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        {parts.map(({ section, ids }) => (
          <Table.Tbody key={section}>
            <Table.Tr>
              <Table.Th colSpan={2} scope="rowgroup" pt="md">
                {t(`sections.${section}`)}
              </Table.Th>
            </Table.Tr>
            {ids.map((id) => (
              <KeyRow key={id} id={id} chords={bindings[id]} isOwn={own[id] !== undefined} {...changes} />
            ))}
          </Table.Tbody>
        ))}
      </Table>
    </Table.ScrollContainer>
  )
}

function KeyRow({
  id,
  chords,
  isOwn,
  onRecord,
  onRemove,
  onReset,
}: Changes & { id: ActionId; chords: readonly Chord[]; isOwn: boolean }) {
  const { t } = useTranslation('keys')
  const action = t(`actions.${id}`)
  const add = t('add', { action })
  const reset = t('resetOne', { action })
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={isOwn ? 600 : undefined}>
          {action}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap="xs" mih={28}>
          {chords.length === 0 && (
            <Text size="xs" c="dimmed">
              {t('none')}
            </Text>
          )}
          {chords.map((chord) => {
            const remove = t('removeKey', { key: textOfChord(chord, PLATFORM, (cap) => t(`caps.${cap}`)) })
            return (
              <Group key={chord} gap={2} wrap="nowrap">
                <Caps chord={chord} />
                <ActionIcon
                  size={24}
                  variant="subtle"
                  color="gray"
                  aria-label={`${action}: ${remove}`}
                  title={remove}
                  onClick={() => onRemove(id, chord)}
                >
                  <IconX size={14} />
                </ActionIcon>
              </Group>
            )
          })}
          <ActionIcon size={24} variant="default" aria-label={add} title={add} onClick={() => onRecord(id)}>
            <IconPlus size={14} />
          </ActionIcon>
          {isOwn && (
            <ActionIcon
              size={24}
              variant="subtle"
              color="gray"
              aria-label={reset}
              title={reset}
              onClick={() => onReset(id)}
            >
              <IconRestore size={14} />
            </ActionIcon>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}

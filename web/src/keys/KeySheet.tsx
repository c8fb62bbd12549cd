import { Group, Modal, Text, TextInput, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AnchorLink } from '#web/components/links.tsx'
import { Caps } from './Caps.tsx'
import type { Chord } from './chord.ts'
import classes from './KeySheet.module.css'
import { useAction, useKeys } from './KeysRegion.tsx'
import { keySheetOf } from './sheet.ts'
import { hasWords } from './words.ts'

type Row = { id: string; text: string; chords: readonly Chord[] }

/** All keys of the screen, those of labels too. */
export function KeySheet() {
  const { t } = useTranslation(['keys', 'shell'])
  const [opened, { open, close }] = useDisclosure()
  useAction('help', open)
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('keys:title')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <Sheet onClose={close} />
    </Modal>
  )
}

function Sheet({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation('keys')
  const { bindings, screen, labelKeys } = useKeys()
  const [typed, setTyped] = useState('')
  const rowsOfLabels = [...labelKeys].map(([name, { chord }]): Row => ({ id: name, text: name, chords: [chord] }))
  const parts = [
    ...keySheetOf(bindings, screen).map(({ section, rows }) => ({
      id: section as string,
      heading: t(`sections.${section}`),
      rows: rows.map(({ id, chords }): Row => ({ id, text: t(`actions.${id}`), chords })),
    })),
    { id: 'labels', heading: t('labels'), rows: rowsOfLabels },
  ]
    .map((part) => ({
      ...part,
      rows: part.rows.filter(({ text }) => hasWords(`${part.heading} ${text}`, typed, i18n.language)),
    }))
    .filter(({ rows }) => rows.length > 0)
  return (
    <>
      <Group mb="md" gap="md">
        <TextInput
          flex={1}
          data-autofocus
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<IconSearch size={16} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <AnchorLink to="/settings" size="sm" onClick={onClose}>
          {t('change')}
        </AnchorLink>
      </Group>
      <div className={classes.parts}>
        {parts.length === 0 && <Text c="dimmed">{t('noMatch')}</Text>}
        {parts.map(({ id, heading, rows }) => (
          <section key={id} className={classes.part}>
            <Title order={3} size="h6" mb={4}>
              {heading}
            </Title>
            <dl style={{ margin: 0 }}>
              {rows.map((row) => (
                <div key={row.id} className={classes.row}>
                  <Text component="dt" size="sm" dir="auto">
                    {row.text}
                  </Text>
                  <dd>
                    {row.chords.length === 0 && (
                      <Text size="xs" c="dimmed">
                        {t('none')}
                      </Text>
                    )}
                    {row.chords.map((chord) => (
                      <Caps key={chord} chord={chord} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </>
  )
}

import { Button, Group, Select, Stack, Switch, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Fault } from '#web/components/Fault.tsx'
import { useKeepPreference, usePreferences } from '#web/data/preferences.ts'
import type { ActionId } from '#web/keys/actions.ts'
import { assignChords, bindingsOf, type KeyPreferences, readKeyPreferences, resetChords } from '#web/keys/bindings.ts'
import type { Chord } from '#web/keys/chord.ts'
import { PRESET_NAMES, type Preset } from '#web/keys/presets.ts'
import { KeyRecorder } from './KeyRecorder.tsx'
import { KeyTable } from './KeyTable.tsx'

/** Which keys do what, for this person on every device. */
export function KeySettings() {
  const { t } = useTranslation('keys')
  const { keys } = usePreferences()
  const chosen = useMemo(() => readKeyPreferences(keys), [keys])
  const bindings = useMemo(() => bindingsOf(chosen), [chosen])
  const { mutate, error } = useKeepPreference()
  const [recording, setRecording] = useState<ActionId | null>(null)
  const [typed, setTyped] = useState('')
  const keep = (next: KeyPreferences) => mutate({ keys: next })
  const add = (id: ActionId, chord: Chord) => {
    setRecording(null)
    keep(assignChords(chosen, id, [...bindings[id].filter((one) => one !== chord), chord]))
  }
  return (
    <Stack>
      {error && <Fault error={error} />}
      <Switch
        label={t('characterKeys')}
        description={t('characterKeysHelp')}
        checked={chosen.characterKeys}
        onChange={(event) => keep({ ...chosen, characterKeys: event.currentTarget.checked })}
      />
      <Group align="flex-end">
        <Select
          label={t('preset')}
          data={PRESET_NAMES.map((value) => ({ value, label: t(`presets.${value}`) }))}
          value={chosen.preset}
          allowDeselect={false}
          onChange={(preset) => keep({ ...chosen, preset: preset as Preset })}
        />
        <TextInput
          flex={1}
          miw={180}
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<IconSearch size={16} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={Object.keys(chosen.own).length === 0}
          onClick={() => keep({ ...chosen, own: {} })}
        >
          {t('resetAll')}
        </Button>
      </Group>
      <KeyTable
        bindings={bindings}
        own={chosen.own}
        typed={typed}
        onRecord={setRecording}
        onRemove={(id, chord) =>
          keep(
            assignChords(
              chosen,
              id,
              bindings[id].filter((one) => one !== chord),
            ),
          )
        }
        onReset={(id) => keep(resetChords(chosen, id))}
      />
      {recording && (
        <KeyRecorder
          id={recording}
          bindings={bindings}
          onUse={(chord) => add(recording, chord)}
          onClose={() => setRecording(null)}
        />
      )}
    </Stack>
  )
}

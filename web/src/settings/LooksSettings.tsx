import { Group, Select, useMantineColorScheme } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { changeLanguage, LANGUAGES, type Language } from '#web/i18n/i18n.ts'

const SCHEMES = ['light', 'dark', 'auto'] as const

/** Language and appearance, kept on this device. */
export function LooksSettings() {
  const { t, i18n } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Group gap="md" align="flex-end">
      <Select
        label={t('language')}
        data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        value={i18n.language}
        allowDeselect={false}
        onChange={(language) => void changeLanguage(language as Language)}
      />
      <Select
        label={t('appearance')}
        data={SCHEMES.map((value) => ({ value, label: t(value) }))}
        value={colorScheme}
        allowDeselect={false}
        onChange={(scheme) => setColorScheme(scheme as (typeof SCHEMES)[number])}
      />
    </Group>
  )
}

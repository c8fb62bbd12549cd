import { ActionIcon, Popover, SegmentedControl, Stack, Switch, Text } from '@mantine/core'
import { IconAdjustments } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { SIZES, type TextChoices } from './useTextSettings.ts'

type Toggle = { [Key in keyof TextChoices]: TextChoices[Key] extends boolean ? Key : never }[keyof TextChoices]

/** How texts are read and labelled: kept for this person. */
export const TextMenu = memo(function TextMenu({
  choices,
  switches,
  onChange,
}: {
  choices: TextChoices
  switches: readonly Toggle[]
  onChange: (change: Partial<TextChoices>) => void
}) {
  const { t } = useTranslation('text')
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="default" size={28} aria-label={t('settings.title')} title={t('settings.title')}>
          <IconAdjustments size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label={t('settings.title')}>
        <Stack gap="sm" w={260}>
          {switches.map((name) => (
            <Switch
              key={name}
              size="sm"
              label={t(`settings.${name}`)}
              checked={choices[name]}
              onChange={(event) => onChange({ [name]: event.currentTarget.checked })}
            />
          ))}
          <div>
            <Text size="sm" id="text-size">
              {t('settings.size')}
            </Text>
            <SegmentedControl
              fullWidth
              size="xs"
              aria-labelledby="text-size"
              data={SIZES.map(String)}
              value={String(choices.size)}
              onChange={(size) => onChange({ size: Number(size) })}
            />
          </div>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
})

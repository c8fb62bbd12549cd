import { Button, Checkbox, Input, Popover, SegmentedControl, Slider, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isColourChanged, PLAIN_COLOURS, type ViewSettings } from './view-settings.ts'

const SLIDERS = ['brightness', 'contrast', 'saturation', 'gamma'] as const
const CHANNELS = ['all', 'red', 'green', 'blue', 'grey'] as const
const SWITCHES = ['autoLevels', 'invert', 'smooth', 'grid', 'guides'] as const

/** Brightness and the like: of the view alone, kept on this device. */
export function ImagePanel({
  settings,
  onSettings,
  opened,
  onOpened,
  children,
}: {
  settings: ViewSettings
  onSettings: (values: Partial<ViewSettings>) => void
  opened: boolean
  onOpened: (opened: boolean) => void
  children: ReactNode
}) {
  const { t } = useTranslation('image')
  return (
    <Popover opened={opened} onChange={onOpened} position="top-end" trapFocus returnFocus width={300} shadow="md">
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown aria-label={t('imagePanel')}>
        <Stack gap="sm">
          {SLIDERS.map((name) => (
            <Input.Wrapper
              key={name}
              label={
                name === 'gamma'
                  ? t('gammaValue', { name: t(name), value: settings[name] / 100 })
                  : t('percent', { name: t(name), value: settings[name] })
              }
              size="sm"
            >
              <Slider
                min={name === 'saturation' ? 0 : 20}
                max={300}
                step={5}
                value={settings[name]}
                label={null}
                thumbLabel={t(name)}
                marks={[{ value: 100 }]}
                onChange={(value) => onSettings({ [name]: value })}
              />
            </Input.Wrapper>
          ))}
          <Input.Wrapper label={t('channel')} size="sm">
            <SegmentedControl
              fullWidth
              size="xs"
              aria-label={t('channel')}
              data={CHANNELS.map((value) => ({ value, label: t(`channels.${value}`) }))}
              value={settings.channel}
              onChange={(channel) => onSettings({ channel })}
            />
          </Input.Wrapper>
          {SWITCHES.map((name) => (
            <Checkbox
              key={name}
              label={t(name)}
              checked={settings[name]}
              onChange={(event) => onSettings({ [name]: event.currentTarget.checked })}
            />
          ))}
          <Button
            variant="default"
            size="compact-sm"
            // Not `disabled`: the focus would be lost, and Escape would not close the panel.
            data-disabled={!isColourChanged(settings) || undefined}
            aria-disabled={!isColourChanged(settings)}
            onClick={() => onSettings(PLAIN_COLOURS)}
          >
            {t('plainColours')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

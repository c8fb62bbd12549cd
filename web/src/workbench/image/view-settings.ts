import { useLocalStorage } from '@mantine/hooks'

/** How pictures are looked at on this device; labels know nothing of it. Parts of 100, 100 as the file says. */
export type ViewSettings = {
  readonly brightness: number
  readonly contrast: number
  readonly saturation: number
  readonly invert: boolean
  /** Whether enlarged pixels are smoothed. */
  readonly smooth: boolean
  readonly grid: boolean
  /** Lines through the pointer while something is drawn. */
  readonly guides: boolean
}

export const PLAIN_VIEW: ViewSettings = {
  brightness: 100,
  contrast: 100,
  saturation: 100,
  invert: false,
  smooth: false,
  grid: false,
  guides: true,
}

export function useViewSettings() {
  const [kept, keep] = useLocalStorage<Partial<ViewSettings>>({
    key: 'muster.imageView',
    defaultValue: {},
    getInitialValueInEffect: false,
  })
  const settings: ViewSettings = { ...PLAIN_VIEW, ...kept }
  return { settings, change: (values: Partial<ViewSettings>) => keep({ ...settings, ...values }) }
}

/** Whether colours are shown otherwise than the file says: people are to know that. */
export function isColourChanged(settings: ViewSettings): boolean {
  return filterOf(settings) !== 'none'
}

/** For CSS. */
export function filterOf({ brightness, contrast, saturation, invert }: ViewSettings): string {
  const parts = [
    brightness !== 100 && `brightness(${brightness}%)`,
    contrast !== 100 && `contrast(${contrast}%)`,
    saturation !== 100 && `saturate(${saturation}%)`,
    invert && 'invert(1)',
  ].filter((part) => part !== false)
  return parts.join(' ') || 'none'
}

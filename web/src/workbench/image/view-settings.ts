import { useLocalStorage } from '@mantine/hooks'

/** How pictures are looked at on this device; labels know nothing of it. Parts of 100, 100 as the file says. */
export type ViewSettings = {
  readonly brightness: number
  readonly contrast: number
  readonly saturation: number
  /** More than 100 brightens what lies between black and white. */
  readonly gamma: number
  /** A single one is shown in grey. */
  readonly channel: 'all' | 'red' | 'green' | 'blue' | 'grey'
  /** The darkest becomes black, the brightest white. */
  readonly autoLevels: boolean
  readonly invert: boolean
  /** Whether enlarged pixels are smoothed. */
  readonly smooth: boolean
  readonly grid: boolean
  /** Lines through the pointer while something is drawn. */
  readonly guides: boolean
}

/** Those that change colours, as the file says. */
export const PLAIN_COLOURS = {
  brightness: 100,
  contrast: 100,
  saturation: 100,
  gamma: 100,
  channel: 'all',
  autoLevels: false,
  invert: false,
} as const satisfies Partial<ViewSettings>

export const PLAIN_VIEW: ViewSettings = { ...PLAIN_COLOURS, smooth: false, grid: false, guides: true }

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
  const names = Object.keys(PLAIN_COLOURS) as (keyof typeof PLAIN_COLOURS)[]
  return names.some((name) => settings[name] !== PLAIN_COLOURS[name])
}

/** Whether there is something to do that CSS has no filter for. */
export function isRecoloured({ gamma, channel, autoLevels }: ViewSettings): boolean {
  return gamma !== 100 || channel !== 'all' || autoLevels
}

/** For CSS; `id` names the SVG filter that recolours. */
export function filterOf(settings: ViewSettings, id: string): string {
  const { brightness, contrast, saturation, invert } = settings
  const parts = [
    isRecoloured(settings) && `url(#${id})`,
    brightness !== 100 && `brightness(${brightness}%)`,
    contrast !== 100 && `contrast(${contrast}%)`,
    saturation !== 100 && `saturate(${saturation}%)`,
    invert && 'invert(1)',
  ].filter((part) => part !== false)
  return parts.join(' ') || 'none'
}

import {
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  Menu,
  parseThemeColor,
  type VariantColorsResolver,
} from '@mantine/core'

/** Petrol: calm beside photographs, and 4.5:1 against white from shade 7 on. */
const petrol: MantineColorsTuple = [
  '#e8f7fa',
  '#d3ebf0',
  '#a6d5e0',
  '#76bfd0',
  '#50acc2',
  '#38a0ba',
  '#2897b2',
  '#0b7285',
  '#0a6374',
  '#04505e',
]

/** Buttons without a ground keep their colour in the dark, where all of them would be white: what deletes is red there, too. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colours = defaultVariantColorsResolver(input)
  const { color, isThemeColor } = parseThemeColor(input)
  // White words on red need a darker one than the other colours have.
  if (input.variant === 'filled' && color === 'red') {
    return { ...colours, background: 'var(--mantine-color-red-9)', hover: 'var(--mantine-color-red-8)' }
  }
  if (input.variant !== 'subtle' || !isThemeColor || color === 'gray') return colours
  return { ...colours, color: `light-dark(${colours.color}, var(--mantine-color-${color}-4))` }
}

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 7 },
  colors: { petrol },
  variantColorResolver,
  // A menu has items and nothing else in it; the menu itself takes the focus when it opens.
  components: { Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }) },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans SC", sans-serif',
  headings: { fontWeight: '650' },
})

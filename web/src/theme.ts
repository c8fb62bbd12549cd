import { createTheme, type MantineColorsTuple } from '@mantine/core'

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

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 7 },
  colors: { petrol },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans SC", sans-serif',
  headings: { fontWeight: '650' },
})

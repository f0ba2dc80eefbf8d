import { createTheme, type MantineColorsTuple } from '@mantine/core'

// Shades 6 and darker carry white text with the contrast of WCAG AA, and stand as text on white.
const bridge: MantineColorsTuple = [
  '#ecfaf6',
  '#d8f2ea',
  '#aee4d3',
  '#80d5ba',
  '#57c5a3',
  '#219a7c',
  '#0f7f65',
  '#0b6e57',
  '#085d49',
  '#04493a',
]

export const theme = createTheme({
  colors: { bridge },
  primaryColor: 'bridge',
  primaryShade: { light: 6, dark: 7 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  headings: { fontWeight: '650' },
})

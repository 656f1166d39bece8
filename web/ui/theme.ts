import { createTheme, type MantineColorsTuple } from '@mantine/core'

const bond: MantineColorsTuple = [
  '#e9f6f0',
  '#d3ebe0',
  '#a6d6c1',
  '#76c0a0',
  '#4fae84',
  '#36a372',
  '#279d68',
  '#1a8757',
  '#146b45',
  '#0b5335',
]

/** The looks of our own pages; the portal lays a partner's colour over it. */
export const theme = createTheme({
  colors: { bond },
  primaryColor: 'bond',
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.6rem' }, h2: { fontSize: '1.2rem' }, h3: { fontSize: '1.05rem' } },
  },
})

import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

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

/** What closes a dialog says so to those who hear it; its head is no second banner of the page. */
const dialog = {
  defaultProps: {
    closeButtonProps: { 'aria-label': 'Close' },
    attributes: { header: { role: 'presentation' } },
    styles: { title: { fontWeight: 650 }, header: { background: 'inherit' } },
  },
}

/** The looks of our own pages; the portal lays a partner's colour over it. */
export const theme = createTheme({
  colors: { bond },
  primaryColor: 'bond',
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  respectReducedMotion: true,
  components: {
    // By name: a page that has no table is not to load one for it.
    Table: { defaultProps: { fz: 'sm' } },
    Anchor: { defaultProps: { inherit: true } },
    Modal: dialog,
    Drawer: dialog,
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.6rem' }, h2: { fontSize: '1.2rem' }, h3: { fontSize: '1.05rem' } },
  },
})

/** Colours that keep their contrast on our paper, in light and in dark. */
export const contrast: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fdfcfa',
    '--mantine-color-dimmed': '#59615c',
    '--mantine-color-placeholder': '#6b736e',
    '--mantine-color-error': '#b3261e',
  },
  dark: {
    '--mantine-color-body': '#171a18',
    '--mantine-color-dimmed': '#a9b2ac',
    '--mantine-color-placeholder': '#98a19b',
    '--mantine-color-error': '#ff9d94',
  },
})

import { darken, lighten, luminance } from '@mantine/core'

const ours = '#146b45'
const paper = { light: '#ffffff', dark: '#1d211f' }

/** How far two colours stand apart, as WCAG reckons it: 1 to 21. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** The accent as text on paper: as little darker or lighter as its contrast needs. */
function readable(accent: string, colours: 'light' | 'dark'): string {
  const steps = Array.from({ length: 10 }, (_, step) =>
    colours === 'light' ? darken(accent, step / 10) : lighten(accent, step / 10),
  )
  return steps.find((colour) => contrast(colour, paper[colours]) >= 4.5) ?? steps.at(-1) ?? accent
}

/** The colours of a portal as CSS variables; what is no colour yet looks like ours. */
export function lookOfColour(given: string, colours: 'light' | 'dark'): React.CSSProperties {
  const accent = /^#[0-9a-f]{6}$/i.test(given) ? given : ours
  return {
    '--accent': accent,
    '--on-accent': contrast(accent, '#ffffff') >= 4.5 ? '#ffffff' : '#111111',
    '--accent-text': readable(accent, colours),
  } as React.CSSProperties
}

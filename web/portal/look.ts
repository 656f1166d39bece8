import {
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type MantineThemeOverride,
  mergeThemeOverrides,
} from '@mantine/core'
import { theme } from '../ui/theme.ts'

type Rgb = [number, number, number]
type Tints = [string, string, string]

const rgbOf = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb
const hexOf = (rgb: Rgb) => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

const mix = (one: Rgb, other: Rgb, share: number): Rgb =>
  one.map((part, at) => part + ((other[at] ?? 0) - part) * share) as Rgb

/** As WCAG reckons it. */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

export function contrastOf(one: string, other: string): number {
  const [a, b] = [luminance(rgbOf(one)), luminance(rgbOf(other))]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

const [white, black]: [Rgb, Rgb] = [
  [255, 255, 255],
  [0, 0, 0],
]
export const [lightPaper, darkPaper] = ['#fdfcfa', '#262b28']
const needed = 4.6

/** The colour, taken as far towards black or white as it must be to be read on a paper. */
function readable(colour: Rgb, paper: string, towards: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.02) {
    const mixed = mix(colour, towards, share)
    if (contrastOf(hexOf(mixed), paper) >= needed) return mixed
  }
  return towards
}

/**
 * Ten shades of one colour, whatever it is. The ninth is read on our light paper and under white letters, the fifth on our dark
 * paper: these are the ones that links and buttons take.
 */
export function shadesOf(accent: string): MantineColorsTuple {
  const colour = rgbOf(accent)
  const deep = readable(colour, lightPaper, black)
  const bright = readable(colour, darkPaper, white)
  const pale = (share: number) => hexOf(mix(deep, white, share))
  const [first, second, third] = [0.93, 0.85, 0.72].map((share) => hexOf(mix(colour, white, share))) as Tints
  const fourth = hexOf(mix(bright, white, 0.3))
  const steps = [0.35, 0.2, 0.1].map(pale) as Tints
  return [first, second, third, fourth, hexOf(bright), ...steps, hexOf(deep), hexOf(mix(deep, black, 0.25))]
}

/** Black or white, whichever is read better on a colour. */
const lettersOn = (colour: string) =>
  contrastOf(colour, '#ffffff') >= contrastOf(colour, '#111411') ? '#ffffff' : '#111411'

/** The colour as it is, unless it could not be told from the paper. */
function visible(colour: Rgb, paper: string, towards: Rgb, least: number): string {
  for (let share = 0; share < 1; share += 0.04) {
    const mixed = hexOf(mix(colour, towards, share))
    if (contrastOf(mixed, paper) >= least) return mixed
  }
  return hexOf(towards)
}

/** What is filled with the colour shows it as the partner knows it, with letters that are read on it. */
function filledWith(accent: string) {
  const light = visible(rgbOf(accent), lightPaper, black, 1.25)
  const dark = visible(rgbOf(accent), darkPaper, white, 2)
  const pressed = (colour: string) => hexOf(mix(rgbOf(colour), rgbOf(lettersOn(colour)), 0.12))
  return {
    background: `light-dark(${light}, ${dark})`,
    hover: `light-dark(${pressed(light)}, ${pressed(dark)})`,
    color: `light-dark(${lettersOn(light)}, ${lettersOn(dark)})`,
  }
}

/** The looks of the portal: ours, in the partner's colour where it has one. */
export function lookOf(accent: string | null | undefined): MantineThemeOverride {
  if (!accent) return theme
  const filled = filledWith(accent)
  const own = createTheme({
    colors: { accent: shadesOf(accent) },
    primaryColor: 'accent',
    primaryShade: 8,
    // Only a variant that is named asks for its colours.
    components: { Button: { defaultProps: { variant: 'filled' } } },
    variantColorResolver: (input) => {
      const resolved = defaultVariantColorsResolver(input)
      const isOwn = input.variant === 'filled' && (input.color ?? 'accent') === 'accent'
      return isOwn ? { ...resolved, ...filled } : resolved
    },
  })
  return mergeThemeOverrides(theme, own)
}

import { readFile } from 'node:fs/promises'
import type PDFDocument from 'pdfkit'

/** DejaVu has Latin, Greek, Cyrillic, Hebrew and Arabic letters; of others a box stands in the place (`printable`). */
const files = {
  regular: 'DejaVuSansCondensed',
  bold: 'DejaVuSansCondensed-Bold',
  italic: 'DejaVuSansCondensed-Oblique',
  boldItalic: 'DejaVuSansCondensed-BoldOblique',
}
export type FontName = keyof typeof files

/** What the layout asks of a font. `rest` lets go of the words that were seen, which a long statement has many of. */
export type Face = { widthOf(text: string, size: number): number; has(codePoint: number): boolean; rest(): void }
export type Fonts = Record<FontName, Face>

/** Registers the fonts of a document by their names, and tells how wide texts are in them. */
export async function openFonts(document: typeof PDFDocument): Promise<Fonts> {
  const names = Object.keys(files) as FontName[]
  const faces = await Promise.all(names.map(async (name) => [name, await readFont(name)] as const))
  return Object.fromEntries(
    faces.map(([name, bytes]) => {
      document.registerFont(name, bytes)
      return [name, faceOf(embedded(document.font(name)))]
    }),
  ) as Fonts
}

export const restFonts = (fonts: Fonts): void => Object.values(fonts).forEach((face) => face.rest())

const folder = new URL('./ttf/', import.meta.resolve('dejavu-fonts-ttf/package.json'))
const readFont = (name: FontName) => readFile(new URL(`${files[name]}.ttf`, folder))

type Embedded = {
  layoutCache: object
  widthOfString(text: string, size: number): number
  font: { hasGlyphForCodePoint(codePoint: number): boolean }
}

/** The font that a document has chosen, which its types leave out: it is pdfkit's `_font` in every version of it. */
const embedded = (document: unknown) => (document as { _font: Embedded })._font

function faceOf(font: Embedded): Face {
  const widths = new Map<string, number>()
  return {
    rest() {
      widths.clear()
      font.layoutCache = Object.create(null) as object
    },
    has: (codePoint) => font.font.hasGlyphForCodePoint(codePoint),
    widthOf(text, size) {
      let width = widths.get(text)
      if (width === undefined) widths.set(text, (width = font.widthOfString(text, 1000)))
      return (width * size) / 1000
    },
  }
}

import { inflateSync } from 'node:zlib'

/** A piece of text where a page shows it; `y` grows downwards. */
export type Shown = { x: number; y: number; text: string }
export type PdfPage = Shown[]

/** What each page of a PDF of pdfkit's shows, in the order in which it was drawn: its texts, by the maps of its fonts. */
export function pagesOfPdf(pdf: Buffer): PdfPage[] {
  const objects = objectsOf(pdf)
  const pages = [...objects.values()].filter(({ dictionary }) => /\/Type \/Page\b/.test(dictionary))
  return pages.map(({ dictionary }) => {
    const fonts = fontsOf(dictionary, objects)
    return shownIn(streamOf(objects, /\/Contents (\d+) 0 R/, dictionary), fonts)
  })
}

/** All texts of a page from its top, a row of it on a line. */
export function textOfPage(page: PdfPage): string {
  const rows = Map.groupBy(page, ({ y }) => Math.round(y))
  const inOrder = [...rows].sort(([a], [b]) => a - b)
  return inOrder
    .map(([, row]) =>
      row
        .sort((a, b) => a.x - b.x)
        .map(({ text }) => text)
        .join(' | '),
    )
    .join('\n')
}

type PdfObject = { dictionary: string; stream: Buffer }
type Objects = Map<string, PdfObject>

function objectsOf(pdf: Buffer): Objects {
  const text = pdf.toString('latin1')
  const objects: Objects = new Map()
  for (const { 1: id = '', 2: content = '' } of text.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const [dictionary = '', ...streams] = content.split('\nstream\n')
    const bytes = Buffer.from(streams.join('\nstream\n').replace(/\nendstream$/, ''), 'latin1')
    objects.set(id, {
      dictionary,
      stream: dictionary.includes('/FlateDecode') && bytes.length ? inflateSync(bytes) : bytes,
    })
  }
  return objects
}

function streamOf(objects: Objects, reference: RegExp, dictionary: string): string {
  const [, id = ''] = reference.exec(dictionary) ?? []
  return objects.get(id)?.stream.toString('latin1') ?? ''
}

type Letters = Map<string, string>

function fontsOf(page: string, objects: Objects): Map<string, Letters> {
  const [, resources = ''] = /\/Resources (\d+) 0 R/.exec(page) ?? []
  const named = (objects.get(resources)?.dictionary ?? '').matchAll(/\/(F\d+) (\d+) 0 R/g)
  const lettersOf = (id: string) => {
    const map = streamOf(objects, /\/ToUnicode (\d+) 0 R/, objects.get(id)?.dictionary ?? '')
    const ranges = [...map.matchAll(/<(\w{4})> <\w{4}> \[(.*)\]/g)].flatMap(([, start = '', list = '']) =>
      [...list.matchAll(/<([\w ]*)>/g)].map(([, units = ''], at) => {
        const glyph = (Number.parseInt(start, 16) + at).toString(16).padStart(4, '0')
        const codes = units.split(' ').map((unit) => Number.parseInt(unit, 16))
        return [glyph, String.fromCharCode(...codes)] as const
      }),
    )
    return new Map(ranges)
  }
  return new Map([...named].map(([, name = '', id = '']) => [name, lettersOf(id)]))
}

function shownIn(content: string, fonts: Map<string, Letters>): PdfPage {
  const [, height = '841.89'] = /1 0 0 -1 0 ([\d.]+) cm/.exec(content) ?? []
  const texts = content.matchAll(/BT\n1 0 0 1 (\S+) (\S+) Tm\n\/(F\d+) \S+ Tf\n([\s\S]*?)\nET/g)
  return [...texts].map(([, x = '', y = '', font = '', body = '']) => {
    const glyphs = [...body.matchAll(/<(\w*)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
    const text = glyphs.map((glyph) => fonts.get(font)?.get(glyph) ?? '?').join('')
    return { x: Number(x), y: Number(height) - Number(y), text }
  })
}

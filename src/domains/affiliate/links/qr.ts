import { z } from 'zod'
import { asFile, fileStream, type Stream } from '#/kernel/stream.ts'
import { query } from '#/kernel/verb.ts'
import { exampleId, LinkInPath, linkNotFound } from './link.ts'
import { readAddress } from './queries.ts'

const sizeOf = (text: string) => Number(text)

/** How a QR code is drawn. */
export const qrInput = {
  format: z.enum(['png', 'svg']).default('png'),
  size: z
    .string()
    .regex(/^\d{1,4}$/, 'Write a whole number.')
    .default('512')
    .transform(sizeOf)
    .pipe(z.int().min(64).max(2048))
    .meta({
      type: 'integer',
      minimum: 64,
      maximum: 2048,
      'x-default': 512,
      description: 'Width and height in pixels.',
    }),
}

export const drawQr = query({
  name: 'links.qr',
  may: 'affiliate:read',
  summary: 'Draw the QR code of a link',
  description: 'Of its address, black on white with the margin that readers need: a PNG image or an SVG drawing.',
  input: z.strictObject({ id: LinkInPath, ...qrInput }),
  output: z.custom<Stream>(),
  refuses: [linkNotFound],
  example: { id: exampleId, format: 'svg', size: '512' },
  run: async (ctx, { id, ...look }) => await drawAddress(await readAddress(ctx, id), look),
})

type Address = { code: string; url: string }
type Look = { format: 'png' | 'svg'; size: number }

/** The QR code of an address, as a file to save. */
export async function drawAddress({ code: name, url }: Address, { format, size }: Look): Promise<Stream> {
  const { default: code } = await import('qrcode')
  const look = { width: size, margin: 4, errorCorrectionLevel: 'M' } as const
  const drawn = format === 'svg' ? await code.toString(url, { ...look, type: 'svg' }) : await code.toBuffer(url, look)
  const type = format === 'svg' ? 'image/svg+xml; charset=utf-8' : 'image/png'
  return fileStream(drawn, { 'content-type': type, ...asFile(`${name}.${format}`) })
}

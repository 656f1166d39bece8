import { promisify } from 'node:util'
import { crc32, deflate, inflate } from 'node:zlib'
import { notThatFile } from '#/platform/http/small-file.ts'
import { type Image, refuseLarge } from './image.ts'
import { onWhite, type Png, samplesOf } from './pixels.ts'

const begin = Buffer.from('89504e470d0a1a0a', 'hex')
export const isPng = (bytes: Buffer): boolean => bytes.subarray(0, begin.length).equals(begin)

const depthsOf: Record<number, number[]> = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] }

/**
 * A PNG of nothing but its pixels, all of them opaque; undefined where it cannot be read.
 *
 * What shows through is put on white, as paper is: to draw transparency costs a thread and a second file's worth of pixels
 * each time.
 */
export async function pngOf(bytes: Buffer): Promise<Image | undefined> {
  const chunks = tryReadChunks(bytes)
  const png = chunks && (await tryRead(chunks))
  if (!png) return undefined
  const { width, height } = png
  const isOpaque = png.colour < 4 && !(png.colour === 3 && png.transparency.length)
  const shown = isOpaque ? png : { ...png, colour: 2, depth: 8, rows: await onWhite(png), palette: Buffer.alloc(0) }
  return { mediaType: 'image/png', bytes: await written(shown), width, height }
}

type Chunks = Map<string, Buffer>

/** Chunks by their type; those that come in parts as a whole. */
function tryReadChunks(bytes: Buffer): Chunks | undefined {
  const parts = new Map<string, Buffer[]>()
  for (let at = begin.length; at + 12 <= bytes.length;) {
    const end = at + 8 + bytes.readUInt32BE(at)
    if (end + 4 > bytes.length) return undefined
    const type = bytes.toString('latin1', at + 4, at + 8)
    parts.set(type, [...(parts.get(type) ?? []), bytes.subarray(at + 8, end)])
    if (type === 'IEND') return new Map([...parts].map(([name, some]) => [name, Buffer.concat(some)]))
    at = end + 4
  }
  return undefined
}

async function tryRead(chunks: Chunks): Promise<Png | undefined> {
  const head = chunks.get('IHDR')
  if (head?.length !== 13) return undefined
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)]
  const [depth = 0, colour = 0, packing, filter, interlace] = head.subarray(8)
  if (!width || !height || !depthsOf[colour]?.includes(depth) || packing || filter) return undefined
  refuseLarge(width, height)
  if (interlace) throw notThatFile('This PNG is interlaced. Save it without that.')
  const palette = chunks.get('PLTE') ?? Buffer.alloc(0)
  if (colour === 3 && (!palette.length || palette.length % 3 || palette.length > 768)) return undefined
  const rowBytes = Math.ceil((width * depth * (samplesOf[colour] ?? 0)) / 8)
  const rows = await tryUnpack(chunks.get('IDAT'), (1 + rowBytes) * height)
  const transparency = chunks.get('tRNS') ?? Buffer.alloc(0)
  return rows && { width, height, depth, colour, rowBytes, rows, palette, transparency }
}

async function tryUnpack(packed: Buffer | undefined, size: number): Promise<Buffer | undefined> {
  if (!packed) return undefined
  const rows = await promisify(inflate)(packed, { maxOutputLength: size }).catch(() => undefined)
  return rows?.length === size ? rows : undefined
}

type Written = Pick<Png, 'width' | 'height' | 'depth' | 'colour' | 'rows' | 'palette'>

async function written({ width, height, depth, colour, rows, palette }: Written): Promise<Buffer> {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([depth, colour], 8)
  const pixels = chunk('IDAT', await promisify(deflate)(rows))
  const colours = colour === 3 ? [chunk('PLTE', palette)] : []
  return Buffer.concat([begin, chunk('IHDR', head), ...colours, pixels, chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

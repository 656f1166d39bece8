import { setImmediate as othersFirst } from 'node:timers/promises'

/** What a PNG is made of; `rows` are its pixels unpacked, each row behind the number of its filter. */
export type Png = {
  width: number
  height: number
  depth: number
  colour: number
  rowBytes: number
  rows: Buffer
  palette: Buffer
  transparency: Buffer
}

/** How many values a pixel has, by the kind of colour. */
export const samplesOf: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
/** The rows of a PNG in eight-bit colours, unfiltered, with what is transparent put on white. Others are served meanwhile. */
export async function onWhite(png: Png): Promise<Buffer> {
  const values = Buffer.alloc(png.rowBytes * png.height)
  const read = readerOf(png, values)
  const rows = Buffer.alloc((1 + 3 * png.width) * png.height)
  for (let y = 0; y < png.height; y += 1) {
    unfilter(png, values, y)
    let to = y * (1 + 3 * png.width) + 1
    for (let x = 0; x < png.width; x += 1) {
      const [red, green, blue, alpha] = read(y * png.rowBytes, x)
      rows[to] = mixed(red, alpha)
      rows[to + 1] = mixed(green, alpha)
      rows[to + 2] = mixed(blue, alpha)
      to += 3
    }
    if (y % rowsAtOnce === 0) await othersFirst()
  }
  return rows
}

const rowsAtOnce = 32

const mixed = (value: number, alpha: number) => Math.round((value * alpha + 255 * (255 - alpha)) / 255)

type Pixel = [red: number, green: number, blue: number, alpha: number]

/** Reads one pixel of a row; of sixteen bits the upper eight are enough. */
function readerOf({ colour, depth, palette, transparency }: Png, values: Buffer): (row: number, x: number) => Pixel {
  if (colour === 3) {
    return (row, x) => {
      const bit = x * depth
      const packed = values[row + (bit >> 3)] ?? 0
      const index = (packed >> (8 - depth - (bit & 7))) & (2 ** depth - 1)
      const [red = 0, green = 0, blue = 0] = palette.subarray(3 * index, 3 * index + 3)
      return [red, green, blue, transparency[index] ?? 255]
    }
  }
  const step = depth / 8
  const size = step * (samplesOf[colour] ?? 0)
  const at = (from: number, sample: number) => values[from + sample * step] ?? 0
  return (row, x) => {
    const from = row + x * size
    if (colour === 4) return [at(from, 0), at(from, 0), at(from, 0), at(from, 1)]
    return [at(from, 0), at(from, 1), at(from, 2), at(from, 3)]
  }
}

/** Takes the filter of a row back: each byte was stored as its distance from those beside it. An unknown one changes nothing. */
function unfilter({ rows, rowBytes, depth, colour }: Png, values: Buffer, y: number): void {
  const step = Math.max(1, (depth * (samplesOf[colour] ?? 0)) / 8)
  const from = y * (rowBytes + 1)
  const filter = rows[from] ?? 0
  for (let x = 0; x < rowBytes; x += 1) {
    const to = y * rowBytes + x
    const left = x < step ? 0 : (values[to - step] ?? 0)
    const above = y === 0 ? 0 : (values[to - rowBytes] ?? 0)
    const beyond = x < step || y === 0 ? 0 : (values[to - rowBytes - step] ?? 0)
    values[to] = (rows[from + 1 + x] ?? 0) + guess(filter, left, above, beyond)
  }
}

// oxlint-disable-next-line max-params -- the three neighbours of the format
function guess(filter: number, left: number, above: number, beyond: number): number {
  if (filter === 1) return left
  if (filter === 2) return above
  if (filter === 3) return (left + above) >> 1
  return filter === 4 ? paeth(left, above, beyond) : 0
}

function paeth(left: number, above: number, beyond: number): number {
  const near = left + above - beyond
  const [toLeft, toAbove, toBeyond] = [Math.abs(near - left), Math.abs(near - above), Math.abs(near - beyond)]
  if (toLeft <= toAbove && toLeft <= toBeyond) return left
  return toAbove <= toBeyond ? above : beyond
}

import { type Image, refuseLarge } from './image.ts'

/** The frames that readers of PDF can show: all but lossless and arithmetic ones. */
const frames = new Set([0xc0, 0xc1, 0xc2])

/** Quantisation, Huffman tables, restarts, JFIF and Adobe's note on colours: what a reader needs. All else is left out. */
const needed = new Set([0xdb, 0xc4, 0xdd, 0xe0, 0xee])

/** A JPEG without what cameras and editors add to it; undefined where it is none that could be shown. */
export function jpegOf(bytes: Buffer): Image | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined
  const kept = [bytes.subarray(0, 2)]
  for (let at = 2; at + 10 <= bytes.length;) {
    const [mark, marker = 0] = bytes.subarray(at, at + 2)
    if (mark !== 0xff) return undefined
    if (frames.has(marker)) return frameOf(kept, bytes.subarray(at))
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    if (marker < 0xc4 || marker === 0xff || end < at + 4) return undefined
    if (needed.has(marker)) kept.push(bytes.subarray(at, end))
    at = end
  }
  return undefined
}

function frameOf(kept: Buffer[], frame: Buffer): Image | undefined {
  const [depth, channels = 0] = [frame[4], frame[9]]
  const [height, width] = [frame.readUInt16BE(5), frame.readUInt16BE(7)]
  if (depth !== 8 || ![1, 3, 4].includes(channels) || !width || !height) return undefined
  refuseLarge(width, height)
  return { mediaType: 'image/jpeg', bytes: Buffer.concat([...kept, frame]), width, height }
}

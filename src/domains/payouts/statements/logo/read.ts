import { notThatFile } from '#/platform/http/small-file.ts'
import type { Image } from './image.ts'
import { jpegOf } from './jpeg.ts'
import { isPng, pngOf } from './png.ts'

/** Reads an image by its content, and refuses what could not be drawn later. */
export async function imageOf(bytes: Buffer): Promise<Image> {
  const image = isPng(bytes) ? await pngOf(bytes) : jpegOf(bytes)
  if (image) return image
  throw notThatFile('This image cannot be read. Send a PNG or a JPEG.')
}

import { notThatFile } from '#/platform/http/small-file.ts'

/** An image that a statement can show: its size in pixels, and its bytes, brought into the form that is drawn. */
export type Image = { mediaType: 'image/png' | 'image/jpeg'; bytes: Buffer; width: number; height: number }

const mostPixels = 1_500_000

export function refuseLarge(width: number, height: number): void {
  if (width * height <= mostPixels) return
  throw notThatFile(`This image is ${width} x ${height} pixels. 1.5 million of them are enough: make it smaller.`)
}

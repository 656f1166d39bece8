import { z } from 'zod'
import { text } from '#/kernel/text.ts'

/** What a browser shows by itself and cannot run. */
export const shownTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'application/pdf'] as const
export type ShownType = (typeof shownTypes)[number]

/** In hexadecimal digits; a dot stands for any. */
const beginnings: readonly [type: ShownType, pattern: RegExp][] = [
  ['image/png', /^89504e470d0a1a0a/],
  ['image/jpeg', /^ffd8ff/],
  ['image/webp', /^52494646.{8}57454250/],
  ['image/gif', /^47494638(?:37|39)61/],
  ['application/pdf', /^255044462d/],
]

/** The type of a file by its first bytes, whatever its name says; undefined: it is only to be downloaded. */
export function shownTypeOf(bytes: Buffer): ShownType | undefined {
  const start = bytes.toString('hex', 0, 16)
  return beginnings.find(([, pattern]) => pattern.test(start))?.[0]
}

/** The name under which a file is saved. */
export const FileName = text(1, 200)
  .regex(/^[^/\\\p{Cc}]+$/u, 'A file name holds no slashes and no control characters.')
  .meta({ examples: ['Battle card.pdf'] })

type Kept = { name: string; mediaType: string }

/** Viewers of browsers are pages too, so what is shown is bound by less than what is only downloaded. */
export function headersOf({ name, mediaType }: Kept): Record<string, string> {
  const isShown = z.enum(shownTypes).safeParse(mediaType).success
  const plain = name.normalize('NFKD').replaceAll(/[^\x20-\x7e]|["%\\]/g, '_')
  const named = `filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, percent)}`
  return {
    'content-type': isShown ? mediaType : 'application/octet-stream',
    'content-disposition': `${isShown ? 'inline' : 'attachment'}; ${named}`,
    'content-security-policy': isShown
      ? "frame-ancestors 'none'"
      : "default-src 'none'; frame-ancestors 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  }
}

const percent = (character: string) => `%${character.charCodeAt(0).toString(16)}`

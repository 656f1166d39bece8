import { createHash } from 'node:crypto'
import { z } from 'zod'

/** The one spelling under which an old address is looked for; undefined where it is no web address. */
export function normaliseUrl(given: string): string | undefined {
  const url = URL.parse(given.trim())
  if (!url?.host || !/^https?:$/.test(url.protocol)) return undefined
  url.searchParams.sort()
  const path = url.pathname.replace(/\/$/, '').replaceAll(/%[0-9a-f]{2}/gi, (escape) => escape.toUpperCase())
  const query = url.searchParams.size ? `?${url.searchParams.toString()}` : ''
  return `${url.protocol}//${url.host}${path}${query}`
}

/** By what an old address is found, in hexadecimal digits. */
export const hashOf = (normalised: string): string => createHash('sha256').update(normalised).digest('hex')

const longest = 2000

export const OldUrl = z
  .string()
  .trim()
  .max(longest, `An address has at most ${longest} characters.`)
  .refine((given) => normaliseUrl(given) !== undefined, 'This is no web address that begins with http:// or https://.')

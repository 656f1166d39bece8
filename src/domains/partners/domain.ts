import { domainToASCII } from 'node:url'
import { z } from 'zod'

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** What `domainToASCII`, which reads as a browser does, would drop, decode or take for a path instead of refusing it. */
const foreign = /[\s\p{Cc}%:\\]/u

/**
 * The one spelling of a company's domain: `https://www.LARKSPUR.example.com/en` is `larkspur.example.com`.
 *
 * Returns undefined for what is no host name of at least two labels.
 */
export function normaliseDomain(sent: string): string | undefined {
  const host = sent
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/[/?#].*$/s, '')
    .replace(/^.*@/s, '')
    .replace(/:\d*$/, '')
  if (foreign.test(host)) return undefined
  const ascii = domainToASCII(host)
    .replace(/\.$/, '')
    .replace(/^www\.(?=.)/, '')
  const labels = ascii.split('.')
  const isHost = ascii.length <= 253 && labels.length >= 2 && labels.every((part) => label.test(part))
  return isHost && !/^\d+$/.test(labels.at(-1) ?? '') ? ascii : undefined
}

/** A company's domain as it comes in, 1 to 255 characters, in its one spelling after parsing. */
export const Domain = z
  .string()
  .min(1)
  .max(255)
  .transform((sent, issues) => {
    const domain = normaliseDomain(sent)
    if (domain !== undefined) return domain
    issues.issues.push({
      code: 'invalid_format',
      format: 'hostname',
      input: sent,
      message: 'This is no domain such as example.com.',
    })
    return z.NEVER
  })
  .meta({
    description: 'Company domain, in any spelling; it is kept without scheme, `www.` and path.',
    minLength: 1,
    maxLength: 255,
  })

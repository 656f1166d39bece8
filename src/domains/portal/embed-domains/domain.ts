import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { z } from 'zod'

const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?$/
const longest = 253
/** Punycode takes longer than what it stands for, never shorter. */
const longestSent = 300

/**
 * The one spelling of a place that may frame the portal: `app.example.com`, `app.example.com:8443`, and with its scheme only
 * `http://localhost:3000`. Undefined for what names no single host.
 */
export function normaliseEmbedDomain(sent: string): string | undefined {
  const [, scheme, host = '', port] =
    /^(?:(https?):\/\/)?([^\s/?#@:\\%*]+)(?::(\d{1,5}))?\/?$/.exec(sent.trim().toLowerCase()) ?? []
  const name = hostOf(host)
  if (name === undefined) return undefined
  const isLocal = name === 'localhost' || name.endsWith('.localhost')
  const protocol = scheme ?? (isLocal ? 'http' : 'https')
  if (protocol === 'http' && !isLocal) return undefined
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return undefined
  const { host: place } = new URL(`${protocol}://${name}${port === undefined ? '' : `:${port}`}`)
  return isLocal ? `${protocol}://${place}` : place
}

function hostOf(sent: string): string | undefined {
  const name = domainToASCII(sent).replace(/\.$/, '')
  const isHost = name.length > 0 && name.length <= longest && name.split('.').every((part) => label.test(part))
  return isHost && isIP(name) === 0 && !/^\d+$/.test(name.split('.').at(-1) ?? '') ? name : undefined
}

/** As `frame-ancestors` and browsers write it. */
export const originOf = (domain: string): string => (/^https?:/.test(domain) ? domain : `https://${domain}`)

export const EmbedDomain = z
  .string()
  .min(1)
  .max(longestSent)
  .transform((sent, issues) => {
    const domain = normaliseEmbedDomain(sent)
    if (domain !== undefined) return domain
    issues.issues.push({
      code: 'invalid_format',
      format: 'hostname',
      input: sent,
      message: 'Write one host such as app.example.com, without path or wildcard. It is on https, but for localhost.',
    })
    return z.NEVER
  })

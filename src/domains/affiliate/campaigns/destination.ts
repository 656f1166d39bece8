import { z } from 'zod'
import { text } from '#/kernel/text.ts'

const longest = 2000
/** What the parser of addresses would pass over or take for something else: controls, spaces and `\`. */
const odd = /[\0-\x20\x7f\\]/

/**
 * Where the visitors of a campaign are sent: a web address, its host in one spelling.
 *
 * Its query and fragment stay byte for byte; only what is not ASCII is written as percent signs, since a header holds no other.
 */
export const DestinationUrl = text(1, longest)
  .transform((given, context) => {
    const read = destinationOf(given)
    if ('url' in read && read.url.length <= longest) return read.url
    context.addIssue('url' in read ? `At most ${longest} characters allowed, percent signs counted.` : read.fault)
    return z.NEVER
  })
  .meta({ format: 'uri', examples: ['https://www.example.com/pricing?plan=team#start'] })

function destinationOf(given: string): { url: string } | { fault: string } {
  if (odd.test(given)) return { fault: 'A web address holds no spaces, control characters or backslashes.' }
  const [, head = '', query = '', fragment = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/.exec(given) ?? []
  const url = URL.parse(head)
  if (!url || !/^https?:\/\/[^/]/i.test(head))
    return { fault: 'Write a whole web address: https://www.example.com/page.' }
  if (/^[^/]*\/\/[^/]*@/.test(head))
    return { fault: 'A web address that visitors see holds no user name and no password.' }
  return { url: `${url.protocol}//${url.host}${url.pathname}${ascii(query)}${ascii(fragment)}` }
}

const ascii = (text: string) => text.replace(/[^\x21-\x7e]/gu, (character) => encodeURIComponent(character))

/** An origin as browsers send it: scheme, host, and the port where it is not the scheme's own. */
export const Origin = text(1, 255)
  .transform((given, context) => {
    const url = odd.test(given) ? null : URL.parse(given)
    if (url && /^https?:\/\/[^/?#@]+\/?$/i.test(given) && !url.host.includes('*')) return url.origin
    context.addIssue('Write an origin: scheme, host and port without a path, such as https://www.example.com.')
    return z.NEVER
  })
  .meta({ examples: ['https://www.example.com'] })

/** As a deep link's path is read: nothing is escaped that need not be, and escapes are in upper case. */
const inOneSpelling = (path: string) =>
  path.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16))
    return /[\w.~!$&'()*+,;=:@-]/.test(character) ? character : escape.toUpperCase()
  })

/** The beginning of a path, whole steps of it: `/shop` is that of `/shop/new` and not of `/shopping`. */
export const AllowedPath = text(1, 500)
  .transform((given, context) => {
    const url = odd.test(given) || !/^\/(?!\/)[^?#]*$/.test(given) ? null : URL.parse(given, 'https://any.example')
    if (url) return inOneSpelling(url.pathname)
    context.addIssue('Write a path that begins with /, without a query: /shop.')
    return z.NEVER
  })
  .meta({ examples: ['/shop'] })

/** Where a link leads, as it is sent: with a token between `head` and `tail`, or `plain` without one. */
export type Destination = { plain: string; head: string; tail: string }

type Parts = { path: string; query: string | undefined; fragment: string }

const parameter = 'irw_id'
const longestPath = 2_000

/** The destination of a campaign. Its own query and fragment stay byte for byte, but for a token of its own. */
export function readDestination(url: string): Destination {
  return destinationOf(partsOf(url))
}

/** The destination with another path of its own host; undefined where the path would lead anywhere else, or is not allowed. */
export function tryDeepLink(url: string, to: string, allowedPaths: readonly string[]): Destination | undefined {
  const path = ascii(to)
  if (!isPlainPath(path) || !isAllowed(path, allowedPaths)) return undefined
  const { origin } = new URL(url)
  const { query, fragment } = partsOf(url)
  const read = URL.parse(origin + path)
  if (read?.origin !== origin || read.pathname !== path) return undefined
  return destinationOf({ path: origin + path, query, fragment })
}

function partsOf(url: string): Parts {
  const [whole = '', ...fragments] = ascii(url).split('#')
  const fragment = fragments.length ? `#${fragments.join('#')}` : ''
  const mark = whole.indexOf('?')
  return mark < 0
    ? { path: whole, query: undefined, fragment }
    : { path: whole.slice(0, mark), query: whole.slice(mark + 1), fragment }
}

function destinationOf({ path, query, fragment }: Parts): Destination {
  const own = query?.split('&').filter((pair) => !isToken(pair)) ?? []
  const kept = own.join('&')
  const before = own.length ? `${path}?${kept}` : path
  const join = own.length ? (kept ? '&' : '') : '?'
  return { plain: before + fragment, head: `${before}${join}${parameter}=`, tail: fragment }
}

function isToken(pair: string): boolean {
  const [key = ''] = pair.split('=', 1)
  return key === parameter || (key.includes('%') && tryDecode(key) === parameter)
}

/** A header holds no other characters. */
const ascii = (text: string) =>
  text.toWellFormed().replace(/[^\x21-\x7e]/gu, (character) => encodeURIComponent(character))

/** A path that every browser and server reads in one way, and none as another host or another folder. */
function isPlainPath(path: string): boolean {
  if (!/^\/(?!\/)/.test(path) || path.length > longestPath) return false
  if (/[\\?#]|\/\/|%(?![0-9a-f]{2})|%(?:2f|5c|25|[01][0-9a-f]|7f)/i.test(path)) return false
  return !path.split('/').some((step) => /^(?:\.|%2e){1,2}(?:;|%3b|$)/i.test(step))
}

const isAllowed = (path: string, allowed: readonly string[]) =>
  !allowed.length ||
  allowed.some((start) => path === start || path.startsWith(start.endsWith('/') ? start : `${start}/`))

export function tryDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

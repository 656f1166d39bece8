import { forget, isToken, readCookie, replaceCookie, widestDomain } from './cookies.ts'
import { mustNotFollow, setting } from './tag.ts'

const last = '_introw_aff'
const trail = '_introw_aff_t'
const longestTrail = 4

/** The click of this page where no cookie can be kept. */
let unkept = ''

function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}

export function clickId(): string {
  if (mustNotFollow()) return ''
  const kept = attempt(() => readCookie(last), '')
  return isToken(kept) ? kept : unkept
}

/** Oldest first. */
export const earlierClickIds = (): string[] => attempt(() => readCookie(trail).split(':').filter(isToken), [])

/** The first clicks and the newest ones matter to a campaign: what is too many goes from between. */
function trailWith(previous: string, next: string): string[] {
  const all = [...earlierClickIds(), previous].filter((id) => id && id !== next)
  if (all.length > longestTrail) all.splice(1, all.length - longestTrail)
  return all
}

function store(id: string): void {
  const earlier = trailWith(clickId(), id)
  const domain = widestDomain(setting('cookie-domain').replace(/^\./, ''))
  replaceCookie(last, id, domain)
  replaceCookie(trail, earlier.join(':'), domain)
  unkept = readCookie(last) === id ? '' : id
  const address = setting('first-party')
  if (!address) return
  const body = JSON.stringify({ clickId: id, earlierClickIds: earlier, domain: domain || undefined })
  fetch(new URL(address, location.href).href, {
    method: 'POST',
    body,
    keepalive: true,
    credentials: 'include',
    mode: 'no-cors',
  }).catch(() => {})
}

export function keep(id: string): void {
  if (mustNotFollow()) return
  unkept = id
  store(id)
}

export function forgetAll(): void {
  forget(last)
  forget(trail)
}

const days90 = 7776000

/** Tokens hold nothing that a cookie or a URL would escape; a colon stands between several. */
export const isToken = (text: string): boolean => /^[\w.~-]{1,256}$/.test(text)

export function readCookie(name: string): string {
  const found = new RegExp(`(?:^|; )${name}=([\\w.~:-]+)(?:;|$)`).exec(document.cookie)
  return found?.[1] || ''
}

function write(name: string, value: string, domain: string, seconds = days90): void {
  const place = domain && `;Domain=${domain}`
  const secure = location.protocol === 'https:' ? ';Secure' : ''
  document.cookie = `${name}=${value};Path=/;Max-Age=${seconds};SameSite=Lax${place}${secure}`
}

const probe = '_introw_aff_p'

function isAccepted(domain: string): boolean {
  write(probe, '1', domain)
  const isThere = !!readCookie(probe)
  write(probe, '', domain, 0)
  return isThere
}

/** The host and the domains above it, widest first. */
function domains(): string[] {
  const labels = location.hostname.split('.')
  return labels.map((_, index) => labels.slice(-1 - index).join('.'))
}

/** The widest domain on which this browser keeps a cookie of the page; '' is the host alone. */
export const widestDomain = (chosen: string): string => (chosen ? [chosen] : domains()).find(isAccepted) || ''

/** A cookie of the same name on another domain would hide the one that follows. */
export function forget(name: string): void {
  for (const domain of ['', ...domains()]) write(name, '', domain, 0)
}

export function replaceCookie(name: string, value: string, domain: string): void {
  forget(name)
  if (value) write(name, value, domain)
}

/**
 * The name of a cookie that is for one host and all of it. Over https browsers hold to that: under this prefix they take it
 * from that host alone, so that no other host of the domain can plant one. Without https they would refuse the prefix.
 */
export function hostCookieName(name: string, url: string): string {
  return url.startsWith('https:') ? `__Host-${name}` : name
}

/** The name of a cookie for a part of a host. */
export function secureCookieName(name: string, url: string): string {
  return url.startsWith('https:') ? `__Secure-${name}` : name
}

/** The values of the cookies of this name in a `Cookie` header, in its order. */
export function cookiesNamed(name: string, header: string | undefined): string[] {
  const start = `${name}=`
  const pairs = (header ?? '').split(';').map((pair) => pair.trim())
  return pairs.filter((pair) => pair.startsWith(start)).map((pair) => pair.slice(start.length))
}

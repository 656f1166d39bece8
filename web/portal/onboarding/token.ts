let kept = ''

/** Takes the token of a letter's link out of the address and its history, before anything else can see it there. */
export function takeTokenOfLink(paths: readonly string[]): void {
  const { pathname, search, hash } = location
  if (!paths.includes(pathname)) return
  const query = new URLSearchParams(search)
  kept = query.get('token') ?? ''
  query.delete('token')
  const rest = query.toString()
  history.replaceState(history.state, '', `${pathname}${rest && `?${rest}`}${hash}`)
}

/** The token of the link that led here; empty where the page was loaded anew without it. */
export const tokenOfLink = () => kept

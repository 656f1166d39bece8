const parameter = /^irw_id(=|$)/

/** The click that the page's address names; it is taken out of the address bar, and the rest stays byte for byte. */
export function takeArrival(): { id: string; strip(): void } | undefined {
  const [, base = '', query = '', fragment = ''] = /^([^?#]*)(\?[^#]*)?([^]*)$/.exec(location.href) || []
  const parts = query.slice(1).split('&')
  const rest = parts.filter((part) => !parameter.test(part)).join('&')
  const found = parts.filter((part) => parameter.test(part)).pop()
  if (found === undefined) return undefined
  const address = base + (rest && `?${rest}`) + fragment
  return { id: found.slice(7), strip: () => history.replaceState(history.state, '', address) }
}

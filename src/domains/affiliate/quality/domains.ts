import mailChecker from 'mailchecker'

const disposable = mailChecker.blacklist()

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase()

/** Whether it is this domain or one below it. */
export const isAtOrBelow = (domain: string, above: string): boolean => domain === above || domain.endsWith(`.${above}`)

/** Whether a service for throw-away addresses has this domain or one above it. */
export function isDisposable(domain: string): boolean {
  const labels = domain.split('.')
  return labels.some((_label, at) => disposable.has(labels.slice(at).join('.')))
}

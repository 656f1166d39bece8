import { createRequire } from 'node:module'
import type mailChecker from 'mailchecker'

const load = createRequire(import.meta.url)
let disposable: Set<string> | undefined

/** Some 56,000 domains, which are loaded when somebody first asks. */
const disposableDomains = () => (disposable ??= (load('mailchecker') as typeof mailChecker).blacklist())

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase()

/** Whether it is this domain or one below it. */
export const isAtOrBelow = (domain: string, above: string): boolean => domain === above || domain.endsWith(`.${above}`)

/** Whether a service for throw-away addresses has this domain or one above it. */
export function isDisposable(domain: string): boolean {
  const [labels, known] = [domain.split('.'), disposableDomains()]
  return labels.some((_label, at) => known.has(labels.slice(at).join('.')))
}

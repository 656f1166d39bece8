import { recall, remember } from '../language/language.ts'

const remembered = 'symbolon-portal-ticket'

/** Opens nothing: the API says then in words that another code is needed. */
const unknown = '-'.repeat(43)

/** Keeps the ticket of a code, so that the page can be loaded anew meanwhile. */
export function keepTicket(email: string, ticket: string): void {
  remember(remembered, JSON.stringify([email.toLowerCase(), ticket]))
}

/** The ticket of the code that was asked for last for this address. */
export function keptTicket(email: string): string {
  const [address, ticket] = JSON.parse(recall(remembered) ?? '[]') as string[]
  return address === email.toLowerCase() && ticket ? ticket : unknown
}

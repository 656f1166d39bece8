import mailChecker from 'mailchecker'

const disposable = mailChecker.blacklist()

/** Hosts of mail for everybody: whoever has an address there is nobody's colleague by it. */
const freeMail = new Set(
  'aol.com fastmail.com free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hey.com hotmail.co.uk hotmail.com hotmail.de hotmail.fr hotmail.it icloud.com laposte.net libero.it live.com live.co.uk live.nl mac.com mail.com mail.ru me.com msn.com naver.com orange.fr outlook.com outlook.de outlook.fr pm.me posteo.de proton.me protonmail.com qq.com rediffmail.com seznam.cz t-online.de telenet.be tutanota.com web.de wp.pl yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru ymail.com zoho.com 126.com 163.com'.split(
    ' ',
  ),
)

export const isFreeMail = (domain: string): boolean => freeMail.has(domain)

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase()

/** Whether it is this domain or one below it. */
export const isAtOrBelow = (domain: string, above: string): boolean => domain === above || domain.endsWith(`.${above}`)

/** Whether a service for throw-away addresses has this domain or one above it. */
export function isDisposable(domain: string): boolean {
  const labels = domain.split('.')
  return labels.some((_label, at) => disposable.has(labels.slice(at).join('.')))
}

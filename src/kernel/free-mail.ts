const hosts = new Set(
  (
    '126.com 163.com aol.com fastmail.com free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hey.com ' +
    'hotmail.co.uk hotmail.com hotmail.de hotmail.fr hotmail.it icloud.com laposte.net libero.it live.co.uk live.com live.nl mac.com ' +
    'mail.com mail.ru me.com msn.com naver.com orange.fr outlook.com outlook.de outlook.fr pm.me posteo.de proton.me protonmail.com ' +
    'qq.com rediffmail.com seznam.cz t-online.de telenet.be tutanota.com web.de wp.pl yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk ' +
    'yahoo.com yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru ymail.com zoho.com'
  ).split(' '),
)

/** Whether anybody may have an address at this domain: two people there need not be of one company. */
export const isFreeMail = (domain: string): boolean => hosts.has(domain)

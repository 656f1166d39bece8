/** What a letter on a changed account says, in one language. */
export type Words = {
  subject: string
  lead(change: { by: string; at: string; programme: string }): string
  account(account: string): string
  /** Where the account is one in words. */
  other: string
  none: string
  advice(programme: string): string
}

export const words: Record<'en' | 'de' | 'fr' | 'nl' | 'es', Words> = {
  en: {
    subject: 'Your payout account was changed',
    lead: ({ by, at, programme }) => `${by} has changed where your company is paid by ${programme}: ${at}.`,
    account: (account) => `From now on: ${account}`,
    other: 'as described in the portal',
    none: 'no account',
    advice: (programme) => `If this is not right, tell your contact at ${programme} at once.`,
  },
  de: {
    subject: 'Ihr Auszahlungskonto wurde geändert',
    lead: ({ by, at, programme }) => `${by} hat geändert, wohin Ihr Unternehmen von ${programme} bezahlt wird: ${at}.`,
    account: (account) => `Von nun an: ${account}`,
    other: 'wie im Portal beschrieben',
    none: 'kein Konto',
    advice: (programme) => `Wenn das nicht richtig ist, sagen Sie es sofort Ihrem Kontakt bei ${programme}.`,
  },
  fr: {
    subject: 'Votre compte de versement a été modifié',
    lead: ({ by, at, programme }) => `${by} a modifié le compte sur lequel ${programme} paie votre entreprise : ${at}.`,
    account: (account) => `Désormais : ${account}`,
    other: 'comme décrit dans le portail',
    none: 'aucun compte',
    advice: (programme) => `Si ce n’est pas correct, prévenez tout de suite votre contact chez ${programme}.`,
  },
  nl: {
    subject: 'Uw uitbetalingsrekening is gewijzigd',
    lead: ({ by, at, programme }) => `${by} heeft gewijzigd waar ${programme} uw bedrijf betaalt: ${at}.`,
    account: (account) => `Voortaan: ${account}`,
    other: 'zoals beschreven in het portaal',
    none: 'geen rekening',
    advice: (programme) => `Klopt dit niet, meld het dan meteen bij uw contactpersoon bij ${programme}.`,
  },
  es: {
    subject: 'Se ha cambiado su cuenta de cobro',
    lead: ({ by, at, programme }) => `${by} ha cambiado la cuenta en la que ${programme} paga a su empresa: ${at}.`,
    account: (account) => `Desde ahora: ${account}`,
    other: 'como se describe en el portal',
    none: 'ninguna cuenta',
    advice: (programme) => `Si no es correcto, avise enseguida a su contacto en ${programme}.`,
  },
}

import { findOwnAddress, visitorIn } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import { queueMail } from '#/platform/mail/queue.ts'

type Words = { subject: string; text(by: string, programme: string): string }

const words: { [language: string]: Words } = {
  en: {
    subject: 'Your payout account was changed',
    text: (by, programme) =>
      `${by} has changed where your company is paid by ${programme}. If this is not right, tell your contact at ${programme} at once.`,
  },
  de: {
    subject: 'Ihr Auszahlungskonto wurde geändert',
    text: (by, programme) =>
      `${by} hat geändert, wohin Ihr Unternehmen von ${programme} bezahlt wird. Wenn das nicht richtig ist, sagen Sie es sofort Ihrem Kontakt bei ${programme}.`,
  },
  fr: {
    subject: 'Votre compte de versement a été modifié',
    text: (by, programme) =>
      `${by} a modifié le compte sur lequel ${programme} paie votre entreprise. Si ce n’est pas correct, prévenez tout de suite votre contact chez ${programme}.`,
  },
  nl: {
    subject: 'Uw uitbetalingsrekening is gewijzigd',
    text: (by, programme) =>
      `${by} heeft gewijzigd waar ${programme} uw bedrijf betaalt. Klopt dit niet, meld het dan meteen bij uw contactpersoon bij ${programme}.`,
  },
  es: {
    subject: 'Se ha cambiado su cuenta de cobro',
    text: (by, programme) =>
      `${by} ha cambiado la cuenta en la que ${programme} paga a su empresa. Si no es correcto, avise enseguida a su contacto en ${programme}.`,
  },
}

type Reader = { email: string; language: string | null; programme: string }

/** Tells everybody at the partner, so that an account that a thief puts in is noticed. */
export async function tellOfNewAccount(ctx: Context): Promise<void> {
  const { email: by } = await findOwnAddress(ctx)
  const { rows } = await sql<Reader>`
    select v.email, v.language, o.name as programme from visitor v join organisation o on o.id = v.organisation_id
    where v.organisation_id = ${ctx.organisationId} and v.partner_id = ${visitorIn(ctx).partnerId} order by v.id`.execute(
    ctx.db,
  )
  for (const { email: to, language, programme } of rows) {
    const letter = words[language ?? 'en'] ?? words['en']
    if (letter) await queueMail(ctx, { to, subject: letter.subject, text: letter.text(by, programme) })
  }
}

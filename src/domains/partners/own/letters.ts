import type { Context } from '#/kernel/context.ts'
import { queueMail } from '#/platform/mail/queue.ts'
import { sql } from '#/platform/database/sql.ts'
import type { Language } from './profile.ts'

type Words = { subject(programme: string): string; text(by: string, partner: string, programme: string): string }

const words: Record<Language, Words> = {
  en: {
    subject: (programme) => `Your access to the partner portal of ${programme}`,
    text: (by, partner, programme) =>
      `${by} has given you access to the portal of ${partner} at ${programme}. Enter with this e-mail address; a code is mailed to you:`,
  },
  de: {
    subject: (programme) => `Ihr Zugang zum Partnerportal von ${programme}`,
    text: (by, partner, programme) =>
      `${by} hat Ihnen Zugang zum Portal von ${partner} bei ${programme} gegeben. Melden Sie sich mit dieser E-Mail-Adresse an; Sie erhalten dann einen Code:`,
  },
  fr: {
    subject: (programme) => `Votre accès au portail partenaires de ${programme}`,
    text: (by, partner, programme) =>
      `${by} vous a donné accès au portail de ${partner} chez ${programme}. Connectez-vous avec cette adresse e-mail ; un code vous sera envoyé :`,
  },
  nl: {
    subject: (programme) => `Uw toegang tot het partnerportaal van ${programme}`,
    text: (by, partner, programme) =>
      `${by} heeft u toegang gegeven tot het portaal van ${partner} bij ${programme}. Meld u aan met dit e-mailadres; u krijgt dan een code:`,
  },
  es: {
    subject: (programme) => `Su acceso al portal de socios de ${programme}`,
    text: (by, partner, programme) =>
      `${by} le ha dado acceso al portal de ${partner} en ${programme}. Entre con esta dirección de correo; recibirá un código:`,
  },
}

/** Without a name the letter speaks for the programme. */
type Letter = { to: string; partnerId: string; by?: string | undefined; language: Language }

/** Tells somebody at a partner where the portal is. */
export async function inviteByLetter(ctx: Context, { to, partnerId, by, language }: Letter): Promise<void> {
  const { rows } = await sql<{ partner: string; programme: string }>`
    select p.name as partner, o.name as programme from partner p join organisation o on o.id = p.organisation_id
    where p.organisation_id = ${ctx.organisationId} and p.id = ${partnerId}`.execute(ctx.db)
  const { partner = '', programme = '' } = rows[0] ?? {}
  const { subject, text } = words[language]
  const address = `${ctx.portalUrl}/?organisation=${encodeURIComponent(ctx.organisationId)}`
  await queueMail(ctx, {
    to,
    subject: subject(programme),
    text: `${text(by ?? programme, partner, programme)}\n\n${address}`,
  })
}

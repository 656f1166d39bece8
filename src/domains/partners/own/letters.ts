import type { Context } from '#/kernel/context.ts'
import { queueMail } from '#/platform/mail/queue.ts'
import { sql } from '#/platform/database/sql.ts'
import type { Language } from './profile.ts'

type Words = { subject(programme: string): string; text(by: string, partner: string, programme: string): string }
type Kind = 'invited' | 'removed'

const invited: Record<Language, Words> = {
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

const removed: Record<Language, Words> = {
  en: {
    subject: (programme) => `You no longer have access to the partner portal of ${programme}`,
    text: (by, partner, programme) =>
      `${by} has removed you from the portal of ${partner} at ${programme}. If this is not right, tell your contact at ${programme} at once.`,
  },
  de: {
    subject: (programme) => `Sie haben keinen Zugang mehr zum Partnerportal von ${programme}`,
    text: (by, partner, programme) =>
      `${by} hat Sie aus dem Portal von ${partner} bei ${programme} entfernt. Wenn das nicht richtig ist, sagen Sie es sofort Ihrem Kontakt bei ${programme}.`,
  },
  fr: {
    subject: (programme) => `Vous n’avez plus accès au portail partenaires de ${programme}`,
    text: (by, partner, programme) =>
      `${by} vous a retiré du portail de ${partner} chez ${programme}. Si ce n’est pas correct, prévenez tout de suite votre contact chez ${programme}.`,
  },
  nl: {
    subject: (programme) => `U heeft geen toegang meer tot het partnerportaal van ${programme}`,
    text: (by, partner, programme) =>
      `${by} heeft u verwijderd uit het portaal van ${partner} bij ${programme}. Klopt dit niet, meld het dan meteen bij uw contactpersoon bij ${programme}.`,
  },
  es: {
    subject: (programme) => `Ya no tiene acceso al portal de socios de ${programme}`,
    text: (by, partner, programme) =>
      `${by} le ha retirado del portal de ${partner} en ${programme}. Si no es correcto, avise enseguida a su contacto en ${programme}.`,
  },
}

const words: Record<Kind, Record<Language, Words>> = { invited, removed }

/** Without a name the letter speaks for the programme. */
type Letter = { to: string; partnerId: string; by?: string | undefined; language: Language }

/** Tells somebody at a partner where the portal is. */
export async function inviteByLetter(ctx: Context, letter: Letter): Promise<void> {
  const address = `${ctx.portalUrl}/?organisation=${encodeURIComponent(ctx.organisationId)}`
  await write(ctx, 'invited', letter, `\n\n${address}`)
}

/** Tells somebody that a colleague has removed them. */
export async function tellOfRemoval(ctx: Context, letter: Letter): Promise<void> {
  await write(ctx, 'removed', letter)
}

async function write(ctx: Context, kind: Kind, { to, partnerId, by, language }: Letter, more = ''): Promise<void> {
  const { rows } = await sql<{ partner: string; programme: string }>`
    select p.name as partner, o.name as programme from partner p join organisation o on o.id = p.organisation_id
    where p.organisation_id = ${ctx.organisationId} and p.id = ${partnerId}`.execute(ctx.db)
  const { partner = '', programme = '' } = rows[0] ?? {}
  const { subject, text } = words[kind][language]
  await queueMail(ctx, { to, subject: subject(programme), text: `${text(by ?? programme, partner, programme)}${more}` })
}

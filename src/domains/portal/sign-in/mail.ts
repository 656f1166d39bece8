import type { Context } from '#/kernel/context.ts'
import { queueMail } from '#/platform/mail/queue.ts'
import type { Language } from '../language.ts'
import type { Organisation } from '../organisation.ts'
import { codeLifeMinutes } from './code.ts'

type Letter = { to: string; code: string; language: Language; organisation: Organisation }
type Words = (vendor: string) => { subject: string; lead: string; life: string; unasked: string }

const minutes = codeLifeMinutes

const words: Record<Language, Words> = {
  en: (vendor) => ({
    subject: `Your code for the partner portal of ${vendor}`,
    lead: `With this code you sign in to the partner portal of ${vendor}:`,
    life: `It works once, and for ${minutes} minutes.`,
    unasked: 'If you did not ask for it, do nothing: without the code nobody can sign in as you.',
  }),
  de: (vendor) => ({
    subject: `Ihr Code für das Partnerportal von ${vendor}`,
    lead: `Mit diesem Code melden Sie sich im Partnerportal von ${vendor} an:`,
    life: `Er gilt einmal und ${minutes} Minuten lang.`,
    unasked:
      'Falls Sie ihn nicht angefordert haben, müssen Sie nichts tun: Ohne den Code kann sich niemand als Sie anmelden.',
  }),
  fr: (vendor) => ({
    subject: `Votre code pour le portail partenaires de ${vendor}`,
    lead: `Ce code vous connecte au portail partenaires de ${vendor} :`,
    life: `Il est valable une seule fois, pendant ${minutes} minutes.`,
    unasked:
      'Si vous ne l’avez pas demandé, ne faites rien : sans ce code, personne ne peut se connecter à votre place.',
  }),
  nl: (vendor) => ({
    subject: `Uw code voor het partnerportaal van ${vendor}`,
    lead: `Met deze code meldt u zich aan bij het partnerportaal van ${vendor}:`,
    life: `De code werkt één keer en ${minutes} minuten lang.`,
    unasked: 'Hebt u hem niet aangevraagd, dan hoeft u niets te doen: zonder de code kan niemand zich als u aanmelden.',
  }),
  es: (vendor) => ({
    subject: `Su código para el portal de socios de ${vendor}`,
    lead: `Con este código inicia sesión en el portal de socios de ${vendor}:`,
    life: `Sirve una sola vez y durante ${minutes} minutos.`,
    unasked: 'Si no lo ha pedido, no haga nada: sin el código nadie puede iniciar sesión en su nombre.',
  }),
}

/** Sends a code. It stands in the text alone: subjects are kept when the mail was sent. */
export async function writeCode(ctx: Context, { to, code, language, organisation }: Letter): Promise<void> {
  const { subject, lead, life, unasked } = words[language](organisation.name)
  await queueMail(ctx, { to, subject, text: [lead, code, life, unasked].join('\n\n') })
}

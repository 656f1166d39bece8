import type { z } from 'zod'
import { findAddressesOf } from '#/domains/organisations/index.ts'
import { findFormerAddresses, findOwnAddress, type OwnAddress, visitorIn } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import { queueMail } from '#/platform/mail/queue.ts'
import type { PartnerBillingInfo } from '../billing-info/queries.ts'
import { type Words, words } from './words.ts'

type Method = z.infer<typeof PartnerBillingInfo>['payoutMethod']
type Language = NonNullable<OwnAddress['language']>

/** Who changed where whose money goes. */
type Change = { by: string; method: Method; partner: string; programme: string; people: OwnAddress[] }

/**
 * Tells everybody whom an account that a thief puts in would hurt: the partner's people, whoever was one until a week
 * ago, and those at the programme who pay.
 */
export async function tellOfNewAccount(ctx: Context, method: Method): Promise<void> {
  const { email: by, language } = await findOwnAddress(ctx)
  const change: Change = { by, method, ...(await findConcerned(ctx)) }
  for (const person of change.people) await tellColleague(ctx, change, person)
  const former = await findFormerAddresses(ctx, visitorIn(ctx).partnerId)
  for (const to of former) await tellFormer(ctx, change, { to, language: language ?? 'en' })
  const payers = await findAddressesOf(ctx, ['OWNER', 'FINANCE'])
  for (const to of payers) await tellPayer(ctx, change, to)
}

async function findConcerned(ctx: Context): Promise<Pick<Change, 'partner' | 'programme' | 'people'>> {
  const { rows } = await sql<OwnAddress & { partner: string; programme: string }>`
    select v.email, v.language, p.name as partner, o.name as programme
    from visitor v
    join partner p on p.organisation_id = v.organisation_id and p.id = v.partner_id
    join organisation o on o.id = v.organisation_id
    where v.organisation_id = ${ctx.organisationId} and v.partner_id = ${visitorIn(ctx).partnerId} order by v.id`.execute(
    ctx.db,
  )
  const { partner = '', programme = '' } = rows[0] ?? {}
  return { partner, programme, people: rows }
}

async function tellColleague(ctx: Context, change: Change, { email: to, language }: OwnAddress): Promise<void> {
  const { subject, lead, account, advice, ...rest } = words[language ?? 'en']
  const text = [
    lead({ ...change, at: moment(ctx, language ?? 'en') }),
    account(shownAccount(change.method, rest)),
    advice(change.programme),
  ]
  await queueMail(ctx, { to, subject, text: text.join('\n\n') })
}

/** Without the account: it is not theirs to know any more. */
async function tellFormer(ctx: Context, change: Change, { to, language }: { to: string; language: Language }) {
  const { subject, lead, advice } = words[language]
  const text = [lead({ ...change, at: moment(ctx, language) }), advice(change.programme)]
  await queueMail(ctx, { to, subject, text: text.join('\n\n') })
}

async function tellPayer(ctx: Context, { by, method, partner }: Change, to: string): Promise<void> {
  const text = [
    `${by} has changed where ${partner} is paid, in the partner portal: ${moment(ctx, 'en')}.`,
    `From now on: ${shownAccount(method, words.en)}`,
    'Before you pay, ask the partner by a way that you have used before, and not by an answer to this mail.',
  ]
  await queueMail(ctx, { to, subject: `The payout account of ${partner} was changed`, text: text.join('\n\n') })
}

const moment = (ctx: Context, language: Language) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'long', timeZone: 'UTC' }).format(ctx.now())

/** Enough to know one's own account by, and too little to use it; nothing that a thief could say something by. */
function shownAccount(method: Method, { none, other }: Pick<Words, 'none' | 'other'>): string {
  if (method === null) return none
  if (method.type === 'OTHER') return other
  if (method.type === 'PAYPAL') return `PayPal, ${method.email.replace(/^(.).*(?=@)/, '$1***')}`
  return [method.iban ?? method.accountNumber, method.bic].filter(Boolean).join(', ')
}

import { type SourceEventRow, tryFindLastSale } from '#/domains/commissions/index.ts'
import { findDeal } from '#/domains/forms/index.ts'
import { findPartnerId, tryFindOwnPartnerId } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { DomainError, invalidField } from '#/kernel/error.ts'
import { sql } from '#/platform/database/sql.ts'
import { saleOf } from '../conversions/sale.ts'
import { findClicked } from './clicked.ts'
import { type Bond, findBond, tryFindBondOfCustomer } from './bond.ts'
import type { SourceEventGiven } from './create.ts'

type Whose = {
  partnerId: string
  customerId: string | null
  /** When a conversion bound the customer to the partner. */
  boundAt: Date | null
  originalSourceId: string | null
}

/** Whose a sale, renewal or refund is, by all that is said of it. */
export async function whoseIs(ctx: Context, given: SourceEventGiven): Promise<Whose> {
  const bond = given.conversionId === undefined ? undefined : await findBond(ctx, given.conversionId)
  if (given.type === 'REFUND') return await whoseIsRefund(ctx, given, bond)
  const clicked = given.clickId === undefined ? undefined : await findClicked(ctx, given.clickId, given.occurredAt)
  const led = [
    ...(bond ? [['conversionId', bond.partnerId] as const] : []),
    ...(clicked ? [['clickId', clicked.partnerId] as const] : []),
    ...(given.dealId === undefined ? [] : [['dealId', await partnerOfDeal(ctx, given.dealId)] as const]),
  ]
  const own = bond ?? clicked?.bond
  refuseOtherClick(bond, clicked?.bond)
  const customerId = customerOf(given, own)
  const named = given.partnerId === undefined ? undefined : await findPartnerId(ctx, given.partnerId, 'partnerId')
  const partnerId = oneOf(named, led) ?? (await partnerOfCustomer(ctx, customerId))
  return { partnerId, customerId, boundAt: await boundAt(ctx, { partnerId, customerId, own }), originalSourceId: null }
}

/** The partner that is named, to whom all else must lead; or the one that all else leads to. */
function oneOf(named: string | undefined, led: (readonly [string, string])[]): string | undefined {
  const [first] = led
  const wanted = named ?? first?.[1]
  const other = led.find(([, partnerId]) => partnerId !== wanted)
  if (!other) return wanted
  const [field] = other
  const against = named === undefined ? `the \`${first?.[0]}\`` : 'the `partnerId`'
  throw invalidField(field, 'custom', `This leads to another partner than ${against}.`)
}

function refuseOtherClick(bond: Bond | undefined, clicked: Bond | undefined): void {
  if (!bond || !clicked || bond.conversionId === clicked.conversionId) return
  throw invalidField('clickId', 'custom', 'This click led to another conversion than the `conversionId`.')
}

function customerOf({ customerId }: SourceEventGiven, bond: Bond | undefined): string | null {
  const known = bond?.customerId ?? null
  if (customerId == null) return known
  if (known !== null && known !== customerId)
    throw invalidField('customerId', 'custom', 'The conversion is of another customer.')
  return customerId
}

async function partnerOfCustomer(ctx: Context, customerId: string | null): Promise<string> {
  const bond = customerId === null ? undefined : await tryFindBondOfCustomer(ctx, customerId)
  const partnerId = bond?.partnerId ?? (customerId === null ? undefined : await tryFindFirstSeller(ctx, customerId))
  if (partnerId !== undefined) return partnerId
  const message = 'Say whose it is: by partnerId, conversionId, clickId, dealId, or a customerId that is known.'
  throw invalidField('partnerId', 'invalid_type', message)
}

/** Who sold to a customer first. */
async function tryFindFirstSeller(ctx: Context, customerId: string): Promise<string | undefined> {
  const { rows } = await sql<Pick<SourceEventRow, 'partner_id'>>`
    select partner_id from source_event
    where organisation_id = ${ctx.organisationId} and customer_id = ${customerId} and original_id is null
    order by occurred_at, id limit 1`.execute(ctx.db)
  return rows[0] && (await tryFindOwnPartnerId(ctx, rows[0].partner_id))
}

type Bound = { partnerId: string; customerId: string | null; own: Bond | undefined }

async function boundAt(ctx: Context, { partnerId, customerId, own }: Bound): Promise<Date | null> {
  const bond = own ?? (customerId === null ? undefined : await tryFindBondOfCustomer(ctx, customerId))
  return bond?.partnerId === partnerId ? bond.at : null
}

async function partnerOfDeal(ctx: Context, dealId: string): Promise<string> {
  try {
    const { partner_id: partnerId } = await findDeal(ctx, dealId)
    return (await tryFindOwnPartnerId(ctx, partnerId)) ?? partnerId
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    throw invalidField('dealId', 'unknown_reference', 'No deal has this id.')
  }
}

/** A refund is of whom its sale was. That of a conversion is the last one, whatever partner it was given to. */
async function whoseIsRefund(ctx: Context, given: SourceEventGiven, bond: Bond | undefined): Promise<Whose> {
  const { originalSourceId: named, partnerId, customerId = null } = given
  const ofConversion = bond?.conversionId ?? /^conversion:(cnv_[^:]+)/.exec(named ?? '')?.[1]
  if (bond && named != null && !isSaleOf(named, bond))
    throw invalidField('originalSourceId', 'custom', 'This is no sale of the `conversionId`.')
  const originalSourceId = (ofConversion && (await saleBehind(ctx, ofConversion, bond))) ?? named ?? ''
  const owner = partnerId ?? (await sellerOf(ctx, originalSourceId))
  return { partnerId: owner, customerId, boundAt: null, originalSourceId }
}

const isSaleOf = (name: string, { conversionId }: Bond) =>
  name === saleOf(conversionId) || name.startsWith(`${saleOf(conversionId)}:`)

async function saleBehind(ctx: Context, conversionId: string, bond: Bond | undefined): Promise<string | undefined> {
  await sql`
    select from conversion where organisation_id = ${ctx.organisationId} and id = ${conversionId} for share`.execute(
    ctx.db,
  )
  const sale = await tryFindLastSale(ctx, saleOf(conversionId))
  if (!sale && bond)
    throw invalidField(
      'conversionId',
      'custom',
      'No plan has reckoned this conversion. Take its commission line back by claw-back.',
    )
  return sale?.sourceId
}

async function sellerOf(ctx: Context, sourceId: string): Promise<string> {
  const { rows } = await sql<Pick<SourceEventRow, 'partner_id'>>`
    select partner_id from source_event where organisation_id = ${ctx.organisationId} and source_id = ${sourceId}`.execute(
    ctx.db,
  )
  if (!rows[0]) throw invalidField('originalSourceId', 'unknown_reference', 'No source event has this sourceId.')
  return rows[0].partner_id
}

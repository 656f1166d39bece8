import { z } from 'zod'
import { examplePartnerId, findPartnerId, PartnerInPath, partnerNotFound } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { DateTime } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { accountShown, showAccount } from './account.ts'
import { exampleParty, examplePayer, type Party, partyShown, showParty } from './billing-info.ts'
import { PayoutMethodShown, showMethod } from './payout-method.ts'
import { type Stored, type StoredBank, tryReadOwn, tryReadPartners } from './stored.ts'
import type { StoredMethod } from './payout-method.ts'

const updatedAt = DateTime.nullable().meta({ description: 'Null: nobody has entered anything.' })
const exampleAccount = {
  iban: 'DE****3000',
  accountNumber: null,
  bic: 'COBADEFFXXX',
  routingNumber: null,
  clearingSystem: null,
}

/** The organisation as the payer. */
export const BillingInfo = z
  .strictObject({
    ...partyShown,
    bankAccount: z.strictObject({ name: z.string().nullable(), ...accountShown }).nullable(),
    updatedAt,
  })
  .meta({
    id: 'BillingInfo',
    examples: [
      {
        ...examplePayer,
        bankAccount: { name: null, ...exampleAccount, iban: 'FR****2606', bic: null },
        updatedAt: '2026-04-04T09:30:00.000Z',
      },
    ],
  })

/** A partner as the one who is paid. */
export const PartnerBillingInfo = z
  .strictObject({ ...partyShown, payoutMethod: PayoutMethodShown.nullable(), updatedAt })
  .meta({
    id: 'PartnerBillingInfo',
    examples: [
      {
        ...exampleParty,
        payoutMethod: { type: 'BANK', accountHolder: 'Larkspur Traders GmbH', ...exampleAccount },
        updatedAt: '2026-04-04T09:30:00.000Z',
      },
    ],
  })

const told = 'Every field is there, null where nothing is set. Numbers of accounts are masked.'

export const getBillingInfo = query({
  name: 'billing-info.get',
  may: 'commissions:read',
  summary: 'Get the billing information of the organisation',
  description: `Who pays, and from which account. ${told}`,
  input: z.strictObject({}),
  output: BillingInfo,
  run: async (ctx) => toBillingInfo(await tryReadOwn(ctx)),
})

export const getPartnerBillingInfo = query({
  name: 'partner-billing-info.get',
  may: 'commissions:read',
  summary: 'Get the billing information of a partner',
  description: `Who is paid, and how. ${told}`,
  input: z.strictObject({ id: PartnerInPath }),
  output: PartnerBillingInfo,
  refuses: [partnerNotFound],
  example: { id: examplePartnerId },
  run: async (ctx, { id }) => toPartnerBillingInfo(ctx, await tryReadPartners(ctx, await findPartnerId(ctx, id))),
})

export const toBillingInfo = (stored: Stored<StoredBank> | undefined): z.infer<typeof BillingInfo> => ({
  ...showParty(stored?.party),
  bankAccount: stored?.method ? { name: stored.method.name, ...showAccount(stored.method) } : null,
  updatedAt: stored?.updated_at.toISOString() ?? null,
})

export const toPartnerBillingInfo = (
  ctx: Context,
  stored: Stored<StoredMethod> | undefined,
): z.infer<typeof PartnerBillingInfo> => ({
  ...showParty(stored?.party),
  payoutMethod: stored?.method ? showMethod(ctx, stored.method) : null,
  updatedAt: stored?.updated_at.toISOString() ?? null,
})

/** The partner as a party to a payment; that of a merged partner is the one of the partner that it became. */
export async function findPartnerParty(ctx: Context, partnerId: string): Promise<Party | undefined> {
  return (await tryReadPartners(ctx, partnerId))?.party
}

/** The organisation as a party to a payment. */
export async function findOwnParty(ctx: Context): Promise<Party | undefined> {
  return (await tryReadOwn(ctx))?.party
}

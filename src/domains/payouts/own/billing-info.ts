import { z } from 'zod'
import { mayManageRefuses, seeThatMayManage, visitorIn } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { command, query } from '#/kernel/verb.ts'
import { exampleParty, Party } from '../billing-info/billing-info.ts'
import { PayoutMethod } from '../billing-info/payout-method.ts'
import { PartnerBillingInfo, toPartnerBillingInfo } from '../billing-info/queries.ts'
import { keepPartnerBillingInfo, lockedPartnerBillingInfo } from '../billing-info/set.ts'
import { tryReadPartners } from '../billing-info/stored.ts'
import { tellOfNewAccount } from './letters.ts'

export const getOwnBillingInfo = query({
  name: 'portal.billing-info',
  may: 'visitor',
  summary: 'Get one’s partner’s billing information',
  description: 'Who is paid, and how. Numbers of accounts are masked.',
  input: z.strictObject({}),
  output: PartnerBillingInfo,
  run: async (ctx) => toPartnerBillingInfo(ctx, await tryReadPartners(ctx, visitorIn(ctx).partnerId)),
})

/** Whether anybody has entered whom to pay. */
export async function hasOwnBillingInfo(ctx: Context): Promise<boolean> {
  return (await tryReadPartners(ctx, visitorIn(ctx).partnerId)) !== undefined
}

export const setOwnBillingInfo = command({
  name: 'portal.set-billing-info',
  may: 'visitor',
  summary: 'Set one’s partner’s billing information',
  description:
    'Replaces what is there, but for `payoutMethod`: left out it stays as it is, null takes it away. Where the money goes elsewhere from then on, everybody at the partner gets a letter, as do those who were removed within a week, and the owners and finance of the programme.',
  input: z.strictObject({ ...Party.shape, payoutMethod: PayoutMethod.nullish() }),
  output: PartnerBillingInfo,
  refuses: [...mayManageRefuses],
  example: {
    ...exampleParty,
    payoutMethod: {
      type: 'BANK',
      accountHolder: exampleParty.legalName,
      iban: 'DE89 3704 0044 0532 0130 00',
      bic: 'COBADEFFXXX',
    },
  },
  current: (ctx) => lockedPartnerBillingInfo(ctx, visitorIn(ctx).partnerId),
  async run(ctx, given) {
    await seeThatMayManage(ctx)
    const { output, changes } = await keepPartnerBillingInfo(ctx, visitorIn(ctx).partnerId, given)
    const [change] = changes
    const isElsewhere = change?.after && 'payoutMethod' in change.after && (change.before ?? change.after.payoutMethod)
    if (isElsewhere) await tellOfNewAccount(ctx, output.payoutMethod)
    return { output, changes: changes.map((one) => ({ ...one, type: 'partner-billing-info.set' })) }
  },
})

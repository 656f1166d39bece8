import { z } from 'zod'
import { findPartnerId, partnerNotFound } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { query } from '#/kernel/verb.ts'
import { callerInput, callerOf, callerRefuses, partnerKeys } from '../caller.ts'
import { numberedPage, pageNumbers, readNumberedPage } from '#/platform/http/contracts/detail/numbered-page.ts'
import { db } from '../tables.ts'
import { countOverrides, readOverrideIds, readOverrides, toPending } from './overrides.ts'
import {
  BillingSettingResponse,
  BillingSettingsListResponse,
  defaultFields,
  exampleDefault,
  exampleSetting,
  scheduledIn,
} from './setting.ts'
import { defaultModeOn, today } from './standing.ts'
import { findStanding } from './stored.ts'

export const getBillingSettings = query({
  name: 'billing-settings.get',
  may: 'clients:read',
  opensTo: partnerKeys,
  summary: 'Get the default billing mode',
  description: 'Who is billed for the organizations without an override, and what is to change in that.',
  input: z.object(callerInput),
  output: BillingSettingsListResponse,
  refuses: callerRefuses,
  run: async (ctx, named) => await readDefault(ctx, (await callerOf(ctx, named)).partnerId),
})

export const listBillingOverrides = query({
  name: 'billing-settings.list-overrides',
  may: 'clients:read',
  opensTo: partnerKeys,
  summary: 'List billing overrides',
  description:
    'The organizations that have an override, a scheduled change or a pending request: the newest organization first.',
  input: z.object({ ...callerInput, ...pageNumbers }),
  output: numberedPage(BillingSettingResponse).meta({
    id: 'BillingSettingPage',
    examples: [{ items: [exampleSetting], total: 1, page: 1, size: 50, pages: 1 }],
  }),
  refuses: callerRefuses,
  async run(ctx, { page, size, ...named }) {
    const caller = await callerOf(ctx, named)
    const total = await countOverrides(ctx, caller)
    return await readNumberedPage({ page, size }, total, (range) => readOverrides(ctx, caller, range))
  },
})

export const listBillingOverrideIds = query({
  name: 'billing-settings.list-override-ids',
  may: 'clients:read',
  opensTo: partnerKeys,
  summary: 'List the ids of organizations with billing overrides',
  description: 'The ids of all that the list of overrides shows, in its order.',
  input: z.object(callerInput),
  output: z.array(z.string()).meta({ examples: [[exampleSetting.organizationId]] }),
  refuses: callerRefuses,
  run: async (ctx, named) => await readOverrideIds(ctx, await callerOf(ctx, named)),
})

/** A partner's default and its exceptions, as the organisation sees them. */
const PartnerBillingSettings = z
  .strictObject({ partnerId: z.string(), ...defaultFields, overrides: z.array(BillingSettingResponse) })
  .meta({
    id: 'PartnerBillingSettings',
    examples: [{ partnerId: exampleSetting.partnerId, ...exampleDefault, overrides: [exampleSetting] }],
  })

export const getPartnerBillingSettings = query({
  name: 'partners.get-billing-settings',
  may: 'clients:read',
  summary: 'Get a partner’s billing settings',
  description:
    'The default, and each organization that has an override, a scheduled change or a pending request: the newest first.',
  input: z.strictObject({ id: z.string() }),
  output: PartnerBillingSettings,
  refuses: [partnerNotFound],
  example: { id: exampleSetting.partnerId },
  async run(ctx, { id }) {
    const caller = await callerOf(ctx, { partnerId: await findPartnerId(ctx, id) })
    const { partnerId } = caller
    return { partnerId, ...(await readDefault(ctx, partnerId)), overrides: await readOverrides(ctx, caller) }
  },
})

async function readDefault(ctx: Context, partnerId: string): Promise<BillingSettingsListResponse> {
  const byDefault = await findStanding(ctx, { partnerId, clientId: null })
  const pending = await db(ctx)
    .selectFrom('billing_change_request')
    .select(['id as request_id', 'requested_mode', 'created_at as requested_at'])
    .where('organisation_id', '=', ctx.organisationId)
    .where('partner_id', '=', partnerId)
    .where('client_id', 'is', null)
    .where('status', '=', 'PENDING')
    .executeTakeFirst()
  return {
    defaultMode: defaultModeOn(today(ctx), byDefault),
    defaultPendingRequest: pending ? toPending(pending) : null,
    defaultScheduledChange: scheduledIn(byDefault, byDefault),
  }
}

import { z } from 'zod'
import { findPartnerId, partnerNotFound } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { type Caller, callerInput, callerOf, callerRefuses, partnerKeys } from '../caller.ts'
import { seenBy } from '../portfolio.ts'
import { db } from '../tables.ts'
import {
  exampleOverride,
  initialStyle,
  NotificationSettingResponse,
  NotifyStyle,
  toNotificationSetting,
} from './setting.ts'

const fields = { defaultStyle: NotifyStyle, overrides: z.array(NotificationSettingResponse) }
const example = { defaultStyle: 'NONE' as const, overrides: [exampleOverride] }

export const getNotificationSettings = query({
  name: 'notification-settings.get',
  may: 'clients:read',
  opensTo: partnerKeys,
  summary: 'Get the notification settings',
  description: 'The partner’s default, and every organization that has one of its own: the newest setting first.',
  input: z.object(callerInput),
  output: z.strictObject(fields).meta({ id: 'NotificationSettingsListResponse', examples: [example] }),
  refuses: callerRefuses,
  run: async (ctx, named) => await readSettings(ctx, await callerOf(ctx, named)),
})

export const getPartnerNotificationSettings = query({
  name: 'partners.get-notification-settings',
  may: 'clients:read',
  summary: 'Get a partner’s notification settings',
  description: 'Its default, and every organization that has a setting of its own: the newest setting first.',
  input: z.strictObject({ id: z.string() }),
  output: z
    .strictObject({ partnerId: z.string(), ...fields })
    .meta({ id: 'PartnerNotificationSettings', examples: [{ partnerId: exampleOverride.partnerId, ...example }] }),
  refuses: [partnerNotFound],
  example: { id: exampleOverride.partnerId },
  async run(ctx, { id }) {
    const caller = await callerOf(ctx, { partnerId: await findPartnerId(ctx, id) })
    return { partnerId: caller.partnerId, ...(await readSettings(ctx, caller)) }
  },
})

async function readSettings(ctx: Context, caller: Caller) {
  const rows = await db(ctx)
    .selectFrom('notification_setting as n')
    .leftJoin('client as c', (join) =>
      join.onRef('c.organisation_id', '=', 'n.organisation_id').onRef('c.id', '=', 'n.client_id'),
    )
    .select(['n.id', 'n.partner_id', 'n.client_id', 'n.notify_style', 'c.name'])
    .where('n.organisation_id', '=', ctx.organisationId)
    .where('n.partner_id', '=', caller.partnerId)
    .where((one) => one.or([one('n.client_id', 'is', null), seenBy(ctx, caller, sql.raw('n.client_id'))]))
    .orderBy('n.id', 'desc')
    .execute()
  return {
    defaultStyle: rows.find((row) => row.client_id === null)?.notify_style ?? initialStyle,
    overrides: rows.filter((row) => row.client_id !== null).map((row) => toNotificationSetting(row, row.name)),
  }
}

import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { NotificationSettingRow } from '../tables.ts'

/** Who is told what concerns a client. */
export const NotifyStyle = z.enum(['PARTNER_AND_CLIENTS', 'PARTNER_ONLY', 'CLIENTS_ONLY', 'NONE'])
export type NotifyStyle = z.infer<typeof NotifyStyle>

/** The default of a partner that never changed it. */
export const initialStyle: NotifyStyle = 'PARTNER_AND_CLIENTS'

export const exampleOverride = {
  id: 'nts_01KJYNA9E0JAGV062ZJEDDE5PC',
  partnerId: 'ptn_01KGS4JWE00TATDK1DSRJKCJRQ',
  organizationId: 'orgn_01KHZRHNE0AGXMQ2SMX49QQF2E',
  organizationName: 'Fernhill Foods Ltd',
  notifyStyle: 'PARTNER_ONLY' as const,
}

/** A partner's default, where no organization is named, or the exception of one organization. */
export const NotificationSettingResponse = z
  .strictObject({
    id: z.string(),
    partnerId: z.string(),
    organizationId: z.string().nullable(),
    organizationName: z.string().nullable(),
    notifyStyle: NotifyStyle,
  })
  .meta({ id: 'NotificationSettingResponse', examples: [exampleOverride] })
type NotificationSettingResponse = z.infer<typeof NotificationSettingResponse>

export function toNotificationSetting(
  row: Omit<Selectable<NotificationSettingRow>, 'organisation_id' | 'created_at' | 'updated_at'>,
  organizationName: string | null,
): NotificationSettingResponse {
  return {
    id: row.id,
    partnerId: row.partner_id,
    organizationId: row.client_id,
    organizationName,
    notifyStyle: row.notify_style,
  }
}

import { z } from 'zod'
import { DateTime } from '#/kernel/time.ts'
import { defaultModeOn, type Standing } from './standing.ts'

/** Who is billed for a client: its partner, or the client itself. */
export const BillingMode = z.enum(['PARTNER_MANAGED', 'CLIENT_MANAGED'])
export type BillingMode = z.infer<typeof BillingMode>

const exampleRequest = {
  id: 'bcr_01KJPY44E0D0S1Z2NF0ZV2VQAJ',
  requestedBillingMode: 'CLIENT_MANAGED' as const,
  status: 'PENDING' as const,
  createdAt: '2026-03-02T09:30:00.000Z',
}

/** A request that nobody has resolved yet. */
const PendingChangeRequest = z
  .strictObject({
    id: z.string(),
    requestedBillingMode: BillingMode.nullable().meta({ description: 'Null where the override is to go.' }),
    status: z.literal('PENDING'),
    createdAt: DateTime,
  })
  .meta({ id: 'PendingChangeRequest', examples: [exampleRequest] })
export type PendingChangeRequest = z.infer<typeof PendingChangeRequest>

/** What is approved and not in force yet. */
const ScheduledBillingChange = z
  .strictObject({
    billingMode: BillingMode.meta({ description: 'Where an override is to go: the default of that day.' }),
    effectiveFrom: z.string().meta({ format: 'date', description: 'A day in UTC.' }),
  })
  .meta({
    id: 'ScheduledBillingChange',
    examples: [{ billingMode: 'CLIENT_MANAGED', effectiveFrom: '2026-07-01' }],
  })
type ScheduledBillingChange = z.infer<typeof ScheduledBillingChange>

/** What is scheduled for a client, or for the default itself where that is the standing. */
export function scheduledIn({ nextMode, nextFrom }: Standing, byDefault: Standing): ScheduledBillingChange | null {
  if (nextFrom === null) return null
  return { billingMode: nextMode ?? defaultModeOn(nextFrom, byDefault), effectiveFrom: nextFrom }
}

export const defaultFields = {
  defaultMode: BillingMode.meta({ description: 'In force now.' }),
  defaultPendingRequest: PendingChangeRequest.nullable(),
  defaultScheduledChange: ScheduledBillingChange.nullable(),
}
export const exampleDefault = {
  defaultMode: 'PARTNER_MANAGED' as const,
  defaultPendingRequest: null,
  defaultScheduledChange: { billingMode: 'CLIENT_MANAGED' as const, effectiveFrom: '2026-07-01' },
}

/** A partner's default. */
export const BillingSettingsListResponse = z
  .strictObject(defaultFields)
  .meta({ id: 'BillingSettingsListResponse', examples: [exampleDefault] })
export type BillingSettingsListResponse = z.infer<typeof BillingSettingsListResponse>

export const exampleSetting = {
  partnerId: 'ptn_01KGS4JWE00TATDK1DSRJKCJRQ',
  organizationId: 'orgn_01KJ7FQTE0TBSSP5YF09Z752VM',
  organizationName: 'Basalt Studio',
  billingMode: 'PARTNER_MANAGED' as const,
  pendingRequest: exampleRequest,
  scheduledChange: null,
}

/** How one organization is billed. */
export const BillingSettingResponse = z
  .strictObject({
    partnerId: z.string(),
    organizationId: z.string().nullable(),
    organizationName: z.string().nullable(),
    billingMode: BillingMode.meta({ description: 'In force now: the override, else the partner’s default.' }),
    pendingRequest: PendingChangeRequest.nullable(),
    scheduledChange: ScheduledBillingChange.nullable(),
  })
  .meta({ id: 'BillingSettingResponse', examples: [exampleSetting] })
export type BillingSettingResponse = z.infer<typeof BillingSettingResponse>

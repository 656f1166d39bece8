import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { invalid, type Issue, refusal } from '#/kernel/error.ts'
import { command } from '#/kernel/verb.ts'
import { day, valueError } from '#/platform/http/contracts/detail/values.ts'
import { adminOf, adminRefuses, callerInput, type Caller, partnerKeys } from '../caller.ts'
import { organizationArchived, organizationNotFound } from '../client.ts'
import { holdActiveClient } from '../portfolio.ts'
import { type BillingChangeRequestRow, db } from '../tables.ts'
import {
  BillingModeChangeRequestResponse,
  exampleRequest,
  findChangeRequest,
  requestPending,
  RequestType,
  wishOf,
} from './change-request.ts'
import { BillingMode } from './setting.ts'
import { hasOverride, today } from './standing.ts'
import { findStanding } from './stored.ts'

const overridden = refusal('conflict', 'OVERRIDE_EXISTS', 'The organization already has an override')
const notOverridden = refusal('conflict', 'NO_OVERRIDE', 'The organization has no override')

const wish = {
  requestType: RequestType,
  organizationId: z.string().trim().nullish().meta({
    description: 'Null for the partner’s default, which can only be changed.',
  }),
  requestedBillingMode: BillingMode.nullish().meta({ description: 'Needed to add or change; null to remove.' }),
  effectiveFrom: day.nullish().meta({ description: 'Today (UTC) or later; null means on approval.' }),
}
type Wish = z.output<z.ZodObject<typeof wish>>

const { requestType, organizationId, requestedBillingMode, effectiveFrom } = exampleRequest

export const createChangeRequest = command({
  name: 'billing-change-requests.create',
  may: 'clients:write',
  opensTo: partnerKeys,
  creates: true,
  summary: 'Request a change of the billing mode',
  description:
    'Of the partner’s default, or of one organization’s override. It changes nothing until it is approved. There is one pending request for each.',
  input: z.object({ ...callerInput, ...wish }),
  output: BillingModeChangeRequestResponse,
  refuses: [...adminRefuses, organizationNotFound, organizationArchived, requestPending, overridden, notOverridden],
  example: { requestType, organizationId, requestedBillingMode, effectiveFrom },
  async run(ctx, { partnerId, ...wished }) {
    const faults = faultsOf(wished, today(ctx))
    if (faults.length) throw invalid(faults)
    const caller = await adminOf(ctx, { partnerId })
    const clientId = wished.organizationId ?? null
    if (clientId !== null) await holdActiveClient(ctx, caller.partnerId, clientId)
    const row = await addRequest(ctx, caller, wished)
    // After the insert, which waits for an approval that is under way.
    await refuseUnfit(ctx, row)
    const { id, partner_id } = row
    return {
      output: await findChangeRequest(ctx, id),
      changes: [{ subjectId: id, partnerId: partner_id, before: null, after: wishOf(row) }],
    }
  },
})

/** What is wrong with a wish as a whole, one fault for each key. */
function faultsOf(wished: Wish, day: string): Issue[] {
  const { requestType, organizationId, requestedBillingMode: mode, effectiveFrom } = wished
  const isRemoval = requestType === 'REMOVE'
  const broken = {
    organizationId:
      requestType !== 'CHANGE' &&
      organizationId == null &&
      'an organization is needed: the default can only be changed',
    requestedBillingMode: isRemoval
      ? mode != null && 'a removal has no billing mode'
      : mode == null && 'a billing mode is needed to add or change',
    effectiveFrom: effectiveFrom != null && effectiveFrom < day && 'the day is past',
  }
  return Object.entries(broken).flatMap(([key, error]) => {
    if (!error) return []
    const { code, message, params } = valueError(error)
    return [{ path: [key], code, message, facts: { params } }]
  })
}

async function addRequest(ctx: Context, caller: Caller, wished: Wish): Promise<BillingChangeRequestRow> {
  const row = await db(ctx)
    .insertInto('billing_change_request')
    .values({
      organisation_id: ctx.organisationId,
      id: ctx.newId('bcr'),
      partner_id: caller.partnerId,
      client_id: wished.organizationId ?? null,
      request_type: wished.requestType,
      requested_mode: wished.requestedBillingMode ?? null,
      requested_by: caller.userId,
      effective_from: wished.effectiveFrom ?? null,
      status: 'PENDING',
      created_at: ctx.now(),
      resolved_at: null,
      resolved_by: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!row) throw requestPending()
  return row
}

/** An override is added where there is none, neither in force nor scheduled; it is changed and removed where there is one. */
async function refuseUnfit(ctx: Context, row: BillingChangeRequestRow): Promise<void> {
  if (row.client_id === null) return
  const has = hasOverride(await findStanding(ctx, { partnerId: row.partner_id, clientId: row.client_id }))
  if (has && row.request_type === 'ADD') throw overridden()
  if (!has && row.request_type !== 'ADD') throw notOverridden()
}

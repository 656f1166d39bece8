import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { DateTime } from '#/kernel/time.ts'
import type { Change } from '#/kernel/verb.ts'
import { type BillingChangeRequestRow, db } from '../tables.ts'
import { BillingMode } from './setting.ts'

export const RequestType = z.enum(['ADD', 'CHANGE', 'REMOVE'])
export const RequestStatus = z.enum(['PENDING', 'APPROVED', 'REJECTED'])

export const exampleRequest = {
  id: 'bcr_01KJPY44E0D0S1Z2NF0ZV2VQAJ',
  partnerId: 'ptn_01KGS4JWE00TATDK1DSRJKCJRQ',
  partnerName: 'Ledgerline Advisors',
  organizationId: 'orgn_01KJ7FQTE0TBSSP5YF09Z752VM',
  organizationName: 'Basalt Studio',
  requestType: 'ADD' as const,
  requestedBillingMode: 'CLIENT_MANAGED' as const,
  requestedBy: 'pusr_01KHGA5BE0P30W3HYFGD6GTMMK',
  effectiveFrom: '2026-07-01',
  status: 'PENDING' as const,
  createdAt: '2026-03-02T09:30:00.000Z',
  resolvedAt: null,
  resolvedBy: null,
}

/** A partner's wish to change how it or one of its clients is billed, and what became of it. */
export const BillingModeChangeRequestResponse = z
  .strictObject({
    id: z.string(),
    partnerId: z.string(),
    partnerName: z.string().nullable(),
    organizationId: z.string().nullable().meta({ description: 'Null where the partner’s default is meant.' }),
    organizationName: z.string().nullable(),
    requestType: RequestType,
    requestedBillingMode: BillingMode.nullable(),
    requestedBy: z.string().nullable().meta({ description: 'The partner’s user behind the key that asked.' }),
    effectiveFrom: z.string().nullable().meta({ format: 'date', description: 'A day in UTC; null means on approval.' }),
    status: RequestStatus,
    createdAt: DateTime,
    resolvedAt: DateTime.nullable(),
    resolvedBy: z.string().nullable().meta({ description: 'The key that approved or rejected.' }),
  })
  .meta({ id: 'BillingModeChangeRequestResponse', examples: [exampleRequest] })
export type BillingModeChangeRequestResponse = z.infer<typeof BillingModeChangeRequestResponse>

export const requestNotFound = refusal('not_found', 'CHANGE_REQUEST_NOT_FOUND', 'Change request not found')
export const requestPending = refusal('conflict', 'CHANGE_REQUEST_PENDING', 'A change request is already pending')
export const requestResolved = refusal('conflict', 'CHANGE_REQUEST_RESOLVED', 'The change request has been resolved')

/** The organisation's change requests, with the names they are shown under. */
export const changeRequests = (ctx: Context) =>
  db(ctx)
    .selectFrom('billing_change_request as r')
    .innerJoin('partner as p', (join) =>
      join.onRef('p.organisation_id', '=', 'r.organisation_id').onRef('p.id', '=', 'r.partner_id'),
    )
    .leftJoin('client as c', (join) =>
      join.onRef('c.organisation_id', '=', 'r.organisation_id').onRef('c.id', '=', 'r.client_id'),
    )
    .selectAll('r')
    .select(['p.name as partner_name', 'c.name as client_name'])
    .where('r.organisation_id', '=', ctx.organisationId)

type Shown = BillingChangeRequestRow & { partner_name: string; client_name: string | null }

export function toChangeRequest(row: Shown): BillingModeChangeRequestResponse {
  return {
    id: row.id,
    partnerId: row.partner_id,
    partnerName: row.partner_name,
    organizationId: row.client_id,
    organizationName: row.client_name,
    requestType: row.request_type,
    requestedBillingMode: row.requested_mode,
    requestedBy: row.requested_by,
    effectiveFrom: row.effective_from,
    status: row.status,
    createdAt: row.created_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    resolvedBy: row.resolved_by,
  }
}

/** The change request as it leaves. */
export async function findChangeRequest(ctx: Context, id: string): Promise<BillingModeChangeRequestResponse> {
  const row = await changeRequests(ctx).where('r.id', '=', id).executeTakeFirst()
  if (!row) throw requestNotFound()
  return toChangeRequest(row)
}

/** What a request asks for, for the events that begin and end it. */
export const wishOf = (row: BillingChangeRequestRow) => ({
  organizationId: row.client_id,
  requestType: row.request_type,
  requestedBillingMode: row.requested_mode,
  effectiveFrom: row.effective_from,
  status: row.status,
})

/** Ends a pending request. Refuses one that is resolved: of two at once one gets here. */
export async function resolveRequest(
  ctx: Context,
  id: string,
  status: 'APPROVED' | 'REJECTED',
): Promise<{ row: BillingChangeRequestRow; change: Change }> {
  const row = await db(ctx)
    .updateTable('billing_change_request')
    .set({ status, resolved_at: ctx.now(), resolved_by: ctx.actor.id })
    .where('organisation_id', '=', ctx.organisationId)
    .where('id', '=', id)
    .where('status', '=', 'PENDING')
    .returningAll()
    .executeTakeFirst()
  if (!row) throw await whyNotPending(ctx, id)
  const { id: subjectId, partner_id: partnerId } = row
  return { row, change: { subjectId, partnerId, before: { status: 'PENDING' }, after: { status } } }
}

/** Why there is no pending request of this id: it is resolved, or never was. */
export async function whyNotPending(ctx: Context, id: string, partnerId?: string) {
  const known = await db(ctx)
    .selectFrom('billing_change_request')
    .select('id')
    .where('organisation_id', '=', ctx.organisationId)
    .where('id', '=', id)
    .$if(partnerId !== undefined, (one) => one.where('partner_id', '=', sql<string>`${partnerId}`))
    .executeTakeFirst()
  return known ? requestResolved() : requestNotFound()
}

import { sql } from 'kysely'
import { z } from 'zod'
import { findPartnerFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { command, query } from '#/kernel/verb.ts'
import { organizationArchived } from '../client.ts'
import { holdActiveClient, tryHoldClient } from '../portfolio.ts'
import {
  BillingModeChangeRequestResponse,
  changeRequests,
  exampleRequest,
  findChangeRequest,
  requestNotFound,
  requestResolved,
  RequestStatus,
  resolveRequest,
  toChangeRequest,
} from './change-request.ts'
import { applyRequest } from './stored.ts'

export const listAllChangeRequests = query({
  name: 'billing-change-requests.list-all',
  may: 'clients:read',
  summary: 'List billing change requests',
  description: 'What partners have asked to change in how they are billed, newest first.',
  input: z.strictObject({
    ...pageInput,
    status: RequestStatus.optional(),
    partnerId: z.string().min(1).optional(),
  }),
  output: page(BillingModeChangeRequestResponse),
  async run(ctx, { limit, cursor, status, partnerId }) {
    const [after] = fromCursor(ctx, 'billing-change-requests', cursor) ?? []
    const partners = partnerId === undefined ? [] : await findPartnerFamily(ctx, partnerId)
    const rows = await changeRequests(ctx)
      .$if(status !== undefined, (all) => all.where('r.status', '=', status ?? 'PENDING'))
      .$if(partnerId !== undefined, (all) => all.where('r.partner_id', '=', sql<string>`any(${partners})`))
      .$if(after !== undefined, (all) => all.where('r.id', '<', after ?? ''))
      .orderBy('r.id', 'desc')
      .limit(limit + 1)
      .execute()
    return toPage(ctx, rows, {
      limit,
      order: 'billing-change-requests',
      position: (row) => [row.id],
      item: toChangeRequest,
    })
  },
})

const resolution = {
  may: 'clients:write',
  input: z.strictObject({ id: z.string() }),
  output: BillingModeChangeRequestResponse,
  example: { id: exampleRequest.id },
} as const

export const approveChangeRequest = command({
  ...resolution,
  name: 'billing-change-requests.approve',
  summary: 'Approve a billing change request',
  description:
    'What was asked for is in force at once, or from its `effectiveFrom` on where that day (UTC) is yet to come. It replaces what was scheduled before. The request of an archived organization can only be rejected.',
  refuses: [requestNotFound, requestResolved, organizationArchived],
  async run(ctx, { id }) {
    const { partnerId, organizationId } = await findChangeRequest(ctx, id)
    // Before its request: a deletion locks them in this order.
    if (organizationId !== null) await tryHoldClient(ctx, partnerId, organizationId)
    const { row, change } = await resolveRequest(ctx, id, 'APPROVED')
    if (row.client_id !== null) await holdActiveClient(ctx, row.partner_id, row.client_id)
    const applied = await applyRequest(ctx, row)
    return { output: await findChangeRequest(ctx, id), changes: [change, ...applied] }
  },
})

export const rejectChangeRequest = command({
  ...resolution,
  name: 'billing-change-requests.reject',
  summary: 'Reject a billing change request',
  description: 'Nothing changes; the partner may ask again.',
  refuses: [requestNotFound, requestResolved],
  run: (ctx, { id }) => reject(ctx, id),
})

async function reject(ctx: Context, id: string) {
  const { change } = await resolveRequest(ctx, id, 'REJECTED')
  return { output: await findChangeRequest(ctx, id), changes: [change] }
}

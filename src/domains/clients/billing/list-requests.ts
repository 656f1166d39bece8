import { z } from 'zod'
import { query } from '#/kernel/verb.ts'
import { callerInput, callerOf, callerRefuses, partnerKeys } from '../caller.ts'
import { numberedPage, pageNumbers, readNumberedPage } from '#/platform/http/contracts/detail/numbered-page.ts'
import { sql } from '#/platform/database/sql.ts'
import { seenBy } from '../portfolio.ts'
import {
  BillingModeChangeRequestResponse,
  changeRequests,
  exampleRequest,
  RequestStatus,
  toChangeRequest,
} from './change-request.ts'

export const listChangeRequests = query({
  name: 'billing-change-requests.list',
  may: 'clients:read',
  opensTo: partnerKeys,
  summary: 'List change requests',
  description: 'Of the partner’s default and of its organizations, newest first.',
  input: z.object({ ...callerInput, ...pageNumbers, status: RequestStatus.optional() }),
  output: numberedPage(BillingModeChangeRequestResponse).meta({
    id: 'BillingModeChangeRequestPage',
    examples: [{ items: [exampleRequest], total: 1, page: 1, size: 50, pages: 1 }],
  }),
  refuses: callerRefuses,
  async run(ctx, { status, page, size, ...named }) {
    const caller = await callerOf(ctx, named)
    const wanted = changeRequests(ctx)
      .where('r.partner_id', '=', caller.partnerId)
      .where(seenBy(ctx, caller, sql.raw('r.client_id')))
      .$if(status !== undefined, (all) => all.where('r.status', '=', status ?? 'PENDING'))
    const { total } = await wanted
      .clearSelect()
      .select((all) => all.fn.countAll<string>().as('total'))
      .executeTakeFirstOrThrow()
    return await readNumberedPage({ page, size }, Number(total), async ({ limit, offset }) => {
      const rows = await wanted.orderBy('r.id', 'desc').limit(limit).offset(offset).execute()
      return rows.map(toChangeRequest)
    })
  },
})

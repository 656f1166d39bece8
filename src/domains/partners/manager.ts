import { z } from 'zod'
import { invalidField } from '#/kernel/error.ts'
import { command } from '#/kernel/verb.ts'
import { exampleId, Partner, PartnerInPath, partnerNotFound } from './partner.ts'
import { lockedPartner, onPartner } from './queries.ts'
import { db } from './tables.ts'
import { tryFindVisitor } from './visitors/queries.ts'
import { writePartner } from './write.ts'

export const setManager = command({
  name: 'partners.set-manager',
  may: 'partners:write',
  output: Partner,
  refuses: [partnerNotFound],
  summary: 'Set the manager of a partner',
  description: 'The visitor who manages the partnership on the partner’s side; null for none.',
  input: z.strictObject({ id: PartnerInPath, visitorId: z.string().min(1).nullable() }),
  example: { id: exampleId, visitorId: 'vis_01KHR1BGE0K611YWHF5MJ834PQ' },
  current: (ctx, { id }) => lockedPartner(ctx, id),
  run: (ctx, { id, visitorId }) =>
    onPartner(ctx, id, async (own) => {
      const visitor = visitorId === null ? undefined : await tryFindVisitor(ctx, visitorId)
      if (visitorId !== null && visitor?.partner_id !== own && (await exists(ctx, own))) {
        throw invalidField('visitorId', 'unknown_reference', 'No visitor of this partner has this id.')
      }
      return await writePartner(ctx, own, 'partners.set-manager', { manager_id: visitorId })
    }),
})

const exists = (ctx: Parameters<typeof db>[0], id: string) =>
  db(ctx)
    .selectFrom('partner')
    .select('id')
    .where('organisation_id', '=', ctx.organisationId)
    .where('id', '=', id)
    .executeTakeFirst()

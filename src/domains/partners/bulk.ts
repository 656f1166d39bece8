import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { DomainError } from '#/kernel/error.ts'
import { Reference } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { inTransaction, parse } from '#/platform/perform.ts'
import { Categories } from './categories.ts'
import { exampleId, PartnerRef, partnerNotFound } from './partner.ts'
import { findPartnerId } from './queries.ts'
import { db, type PartnerRow } from './tables.ts'
import { type PartnerChanges, writePartner } from './write.ts'

const place = Reference.nullable().optional()

const Item = z.strictObject({
  id: PartnerRef,
  tierId: place.meta({ description: 'Tier to assign; null for none.' }),
  phaseId: place.meta({ description: 'Phase to assign; null for none.' }),
  partnerOwnerId: place.meta({ description: 'User to assign as the owner; null for none.' }),
  addCategories: Categories.optional(),
  removeCategories: Categories.optional(),
  status: z.enum(['active', 'inactive']).optional().meta({ description: '`inactive` archives, `active` restores.' }),
})
type Item = z.output<typeof Item>

const was = z.string().nullable().optional()
const Undo = z.strictObject({
  id: z.string(),
  tierId: was,
  phaseId: was,
  partnerOwnerId: was,
  addCategories: z.array(z.string()).optional(),
  removeCategories: z.array(z.string()).optional(),
  status: z.enum(['active', 'inactive']).optional(),
})

const count = z.int().nonnegative()
const BulkResult = z
  .strictObject({
    changed: count,
    unchanged: count,
    refused: count,
    items: z.array(
      z.strictObject({
        index: count.meta({ description: 'Its place in `items`, from 0.' }),
        id: z.string(),
        status: z.enum(['CHANGED', 'UNCHANGED', 'REFUSED']),
        undo: Undo.nullable().meta({ description: 'The item that brings back what was there before.' }),
        error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
      }),
    ),
  })
  .meta({
    id: 'PartnersBulk',
    examples: [
      {
        changed: 1,
        unchanged: 0,
        refused: 0,
        items: [{ index: 0, id: exampleId, status: 'CHANGED', undo: { id: exampleId, tierId: null }, error: null }],
      },
    ],
  })
type Result = Omit<z.output<typeof BulkResult>['items'][number], 'index' | 'id'>

export const changeInBulk = command({
  name: 'partners.bulk',
  may: 'partners:write',
  runsOwnTransactions: true,
  summary: 'Change many partners',
  description:
    'Changes as many as 500 partners, each in a transaction of its own: one that is refused stops no other. Answers for each at its place, with the item that undoes it. A key that is not given stays.',
  input: z.strictObject({ items: z.array(Item).min(1).max(500) }),
  output: BulkResult,
  example: { items: [{ id: exampleId, tierId: 'tier_01KH0VS1E0PAXJFYQ6DVG8KF31', addCategories: ['Reseller'] }] },
  async run(ctx, { items: given }) {
    const items: z.output<typeof BulkResult>['items'] = []
    for (const [index, item] of given.entries()) items.push({ index, id: item.id, ...(await changeOne(ctx, item)) })
    const counted = (status: Result['status']) => items.filter((item) => item.status === status).length
    const counts = { changed: counted('CHANGED'), unchanged: counted('UNCHANGED'), refused: counted('REFUSED') }
    return { output: { ...counts, items }, changes: [] }
  },
})

async function changeOne(ctx: Context, item: Item): Promise<Result> {
  try {
    return await inTransaction(ctx, async (inside) => {
      const row = await lockedRow(inside, await findPartnerId(inside, item.id))
      const { status, ...changes } = differing(row, item)
      if (Object.keys(changes).length) await writePartner(inside, row.id, 'partners.update', changes)
      if (status)
        await writePartner(inside, row.id, status === 'active' ? 'partners.restore' : 'partners.archive', { status })
      const undo = inverse(row, { status, ...changes })
      return { status: undo ? 'CHANGED' : 'UNCHANGED', undo, error: null }
    })
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { status: 'REFUSED', undo: null, error: { code: error.code, message: messageOf(error) } }
  }
}

/** What is wrong with the field says more than that a field is wrong. */
const messageOf = ({ message, details }: DomainError) =>
  Array.isArray(details) ? ((details[0] as { message?: string } | undefined)?.message ?? message) : message

async function lockedRow(ctx: Context, id: string): Promise<PartnerRow> {
  const row = await db(ctx)
    .selectFrom('partner')
    .selectAll()
    .where('organisation_id', '=', ctx.organisationId)
    .where('id', '=', id)
    .where('merged_into_id', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) throw partnerNotFound()
  return row
}

/** The columns that the item makes other than they are. */
function differing(row: PartnerRow, item: Item): PartnerChanges {
  const { tierId, phaseId, partnerOwnerId, addCategories = [], removeCategories = [], status } = item
  const categories = [...new Set([...row.categories, ...addCategories])].filter(
    (one) => !removeCategories.includes(one),
  )
  return {
    ...(tierId !== undefined && tierId !== row.tier_id && { tier_id: tierId }),
    ...(phaseId !== undefined && phaseId !== row.phase_id && { phase_id: phaseId }),
    ...(partnerOwnerId !== undefined && partnerOwnerId !== row.owner_id && { owner_id: partnerOwnerId }),
    ...(categories.join('\0') !== row.categories.join('\0') && { categories: parse(Categories, categories) }),
    ...(status !== undefined && status !== row.status && { status }),
  }
}

/** The item that brings a partner back to its row; null where nothing was changed. */
function inverse(row: PartnerRow, changes: PartnerChanges): z.output<typeof Undo> | null {
  const { categories } = changes
  const undo = {
    ...(changes.tier_id !== undefined && { tierId: row.tier_id }),
    ...(changes.phase_id !== undefined && { phaseId: row.phase_id }),
    ...(changes.owner_id !== undefined && { partnerOwnerId: row.owner_id }),
    ...(categories && {
      addCategories: row.categories.filter((one) => !categories.includes(one)),
      removeCategories: categories.filter((one) => !row.categories.includes(one)),
    }),
    ...(changes.status && { status: row.status }),
  }
  return Object.keys(undo).length ? { id: row.id, ...undo } : null
}

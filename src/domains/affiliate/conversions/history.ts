import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { DateTime } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import type { ConversionChangeRow } from '../tables.ts'
import {
  ConversionInPath,
  conversionNotFound,
  type ConversionRecord,
  ConversionStatus,
  exampleId,
} from './conversion.ts'
import { findConversion } from './queries.ts'

const id = z.string().nullable()
const holder = z.strictObject({ partnerId: z.string(), linkId: id })

export const Step = z
  .strictObject({
    number: z.int().meta({ description: 'From 0, which is the recording.' }),
    action: z.enum(['RECORDED', 'ACCEPTED', 'DECLINED', 'UNDONE', 'REATTRIBUTED', 'ERASED']),
    status: ConversionStatus.meta({ description: 'From then on.' }),
    from: holder.nullable().meta({ description: 'Of REATTRIBUTED: who had it before.' }),
    to: holder.nullable().meta({ description: 'Of RECORDED and REATTRIBUTED: who has it from then on.' }),
    reasonType: id,
    reason: id,
    lineIds: z.array(z.string()).meta({ description: 'The commission lines that were moved, voided or made.' }),
    actor: z.strictObject({ kind: z.string(), id: z.string(), name: z.string() }).nullable(),
    createdAt: DateTime,
  })
  .meta({
    id: 'ConversionStep',
    examples: [
      {
        number: 1,
        action: 'DECLINED',
        status: 'declined',
        from: null,
        to: null,
        reasonType: 'CUSTOM',
        reason: 'The goods came back.',
        lineIds: ['cln_01KNVBM5E0S55T5ASEZTR4018K'],
        actor: { kind: 'key', id: 'key_01KJ7FQTE0TBSSP5YF09Z752VM', name: 'Back office' },
        createdAt: '2026-04-14T10:00:00.000Z',
      },
    ],
  })
export type Step = z.infer<typeof Step>

export const listSteps = query({
  name: 'conversions.history',
  may: 'affiliate:read',
  summary: 'List what happened to a conversion',
  description: 'Its recording, each decision and each change of its partner, oldest first, with who did it and why.',
  input: z.strictObject({ id: ConversionInPath, ...pageInput }),
  output: page(Step),
  refuses: [conversionNotFound],
  example: { id: exampleId },
  async run(ctx, { id: conversionId, limit, cursor }) {
    const order = `conversion-history ${conversionId}`
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const conversion = await findConversion(ctx, conversionId)
    const from = after === undefined ? 0 : Number(after) + 1
    const steps = await stepsOf(ctx, conversion, { from, limit: limit + 1 })
    return toPage(ctx, steps, { limit, order, position: ({ number }) => [String(number)], item: (step) => step })
  },
})

type Window = { from: number; limit: number }

/** What happened to a conversion, from a step on; step 0 is its recording. */
export async function stepsOf(ctx: Context, conversion: ConversionRecord, { from, limit }: Window): Promise<Step[]> {
  const { rows } = await sql<ConversionChangeRow>`
    select * from conversion_change
    where organisation_id = ${ctx.organisationId} and conversion_id = ${conversion.id} and number >= ${from}
    order by number limit ${limit}`.execute(ctx.db)
  const steps = rows.map(toStep)
  return from > 0 ? steps : [await recording(ctx, conversion), ...steps].slice(0, limit)
}

/** As it was recorded: by whom the first change of partner found it. */
async function recording(ctx: Context, conversion: ConversionRecord): Promise<Step> {
  const { rows } = await sql<ConversionChangeRow>`
    select * from conversion_change
    where organisation_id = ${ctx.organisationId} and conversion_id = ${conversion.id} and action = 'REATTRIBUTED'
    order by number limit 1`.execute(ctx.db)
  const [first] = rows
  const to = first
    ? { partnerId: first.from_partner_id ?? '', linkId: first.from_link_id }
    : { partnerId: conversion.partner_id, linkId: conversion.link_id }
  return {
    number: 0,
    action: 'RECORDED',
    status: conversion.explanation.status === 'review' ? 'review' : 'pending',
    from: null,
    to,
    reasonType: null,
    reason: null,
    lineIds: conversion.explanation.commission?.lineId ? [conversion.explanation.commission.lineId] : [],
    actor: null,
    createdAt: conversion.created_at.toISOString(),
  }
}

const toStep = (row: ConversionChangeRow): Step => ({
  number: row.number,
  action: row.action,
  status: row.to_status,
  from: row.from_partner_id === null ? null : { partnerId: row.from_partner_id, linkId: row.from_link_id },
  to: row.to_partner_id === null ? null : { partnerId: row.to_partner_id, linkId: row.to_link_id },
  reasonType: row.reason_type,
  reason: row.reason,
  lineIds: row.line_ids,
  actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
  createdAt: row.created_at.toISOString(),
})

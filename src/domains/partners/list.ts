import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, type Position, toPage } from '#/kernel/page.ts'
import { text } from '#/kernel/text.ts'
import { Start } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { containing } from '#/platform/database/like.ts'
import { planEachTime, sql, type Sql } from '#/platform/database/sql.ts'
import { Domain } from './domain.ts'
import { Partner } from './partner.ts'
import { type PartnerParts, partnerParts, toPartner, withPeople } from './shape.ts'

const sorts = ['-createdAt', 'createdAt', 'name', '-name', 'updatedAt', '-updatedAt'] as const
const filterId = z.string().min(1).optional()

/** What narrows a list of partners, or what is taken out of it as a file. */
export const partnerFilters = {
  q: text(0, 200).optional().meta({ description: 'Part of the name or the domain, whatever its case.' }),
  domain: Domain.optional().meta({
    description: 'The partner whose domain this is, in any spelling; that of a merged one leads to what it became.',
  }),
  tierId: filterId,
  phaseId: filterId,
  ownerId: filterId,
  experienceTemplateId: filterId,
  status: z.enum(['active', 'inactive']).optional(),
  category: z.string().min(1).optional().meta({ description: 'Exactly one of the partner’s categories.' }),
}

export const listPartners = query({
  name: 'partners.list',
  may: 'partners:read',
  summary: 'List partners',
  description:
    'The partners of the organisation, inactive ones included, newest first. Search, filters and order go together; a cursor belongs to its order.',
  input: z.strictObject({
    ...pageInput,
    ...partnerFilters,
    updatedAfter: Start.optional().meta({ description: 'Changed after this time.', format: 'date-time' }),
    sort: z.enum(sorts).default('-createdAt').meta({ description: 'Order; `-` is descending. Default: newest first.' }),
  }),
  output: page(Partner),
  async run(ctx, { limit, cursor, sort, ...filters }) {
    // A literal: with a parameter PostgreSQL cannot know that few rows are wanted, and plans anew at each call.
    const order = orders[sort]
    const after = fromCursor(ctx, `partners ${sort}`, cursor)
    const { rows } = await sql<PartnerParts & { key?: string }>`${filters.q ? sql.raw(planEachTime) : sql``}
      select ${order.key} ${partnerParts} from partner p ${withPeople}
      where p.organisation_id = ${ctx.organisationId} and p.merged_into_id is null
      ${sql.join(conditions(ctx, filters), sql``)} ${after ? order.after(after) : sql``}
      order by ${order.by} limit ${sql.lit(limit + 1)}`.execute(ctx.db)
    return toPage(ctx, rows, {
      limit,
      order: `partners ${sort}`,
      position: (row) => (row.key === undefined ? [row.id] : [row.key, row.id]),
      item: (row) => toPartner(row),
    })
  },
})

export type PartnerFilters = {
  q?: string
  domain?: string
  tierId?: string
  phaseId?: string
  ownerId?: string
  experienceTemplateId?: string
  status?: string
  category?: string
  updatedAfter?: Date
}

function conditions(ctx: Context, filters: PartnerFilters): Sql[] {
  const { q, domain, tierId, phaseId, ownerId, experienceTemplateId, status, category, updatedAfter } = filters
  return [
    ...(q ? [sql` and p.search like lower(${containing(q)})`] : []),
    ...(domain ? [sql` and p.id = ${idOfDomain(ctx, domain)}`] : []),
    ...(tierId ? [sql` and p.tier_id = ${tierId}`] : []),
    ...(phaseId ? [sql` and p.phase_id = ${phaseId}`] : []),
    ...(ownerId ? [sql` and p.owner_id = ${ownerId}`] : []),
    ...(experienceTemplateId ? [sql` and p.experience_template_id = ${experienceTemplateId}`] : []),
    ...(status ? [sql` and p.status = ${sql.lit(status)}`] : []),
    ...(category ? [sql` and p.categories @> ${[category]} and p.categories <> '{}'`] : []),
    ...(updatedAfter ? [sql` and p.updated_at > ${updatedAfter}`] : []),
  ]
}

const idOfDomain = (ctx: Context, domain: string) => sql`(
  select coalesce(merged_into_id, id) from partner where organisation_id = ${ctx.organisationId} and domain = ${domain})`

type Order = { key: Sql; by: Sql; after(position: Position): Sql }

const byId = (direction: 'asc' | 'desc'): Order => ({
  key: sql``,
  by: sql.raw(`p.id ${direction}`),
  after: ([id = '']) => sql` and p.id ${sql.raw(direction === 'asc' ? '>' : '<')} ${id}`,
})

const byKey = (key: string, type: string, direction: 'asc' | 'desc'): Order => ({
  key: sql.raw(`(${key})::text as key,`),
  by: sql.raw(`${key} ${direction}, p.id ${direction}`),
  after: ([value = '', id = '']) =>
    sql` and (${sql.raw(key)}, p.id) ${sql.raw(direction === 'asc' ? '>' : '<')} (${value}::${sql.raw(type)}, ${id})`,
})

const name = `lower(p.name) collate "C"`
const orders: Record<(typeof sorts)[number], Order> = {
  createdAt: byId('asc'),
  '-createdAt': byId('desc'),
  name: byKey(name, 'text', 'asc'),
  '-name': byKey(name, 'text', 'desc'),
  updatedAt: byKey('p.updated_at', 'timestamptz', 'asc'),
  '-updatedAt': byKey('p.updated_at', 'timestamptz', 'desc'),
}

/** The first partners of an organisation that fit, by ascending id, for what walks over all of them. */
export async function partnersAfter(
  ctx: Context,
  id: string,
  { limit, filters }: { limit: number; filters: PartnerFilters },
): Promise<{ id: string; partner: Partner }[]> {
  const { rows } = await sql<PartnerParts>`
    select ${partnerParts} from partner p ${withPeople}
    where p.organisation_id = ${ctx.organisationId} and p.merged_into_id is null and p.id > ${id}
    ${sql.join(conditions(ctx, filters), sql``)}
    order by p.id limit ${limit}`.execute(ctx.db)
  return rows.map((row) => ({ id: row.id, partner: toPartner(row).parse() }))
}

import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { invalidField } from '#/kernel/error.ts'
import type { Json } from '#/kernel/json.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { exampleId, Partner, PartnerInPath, partnerNotFound } from './partner.ts'
import { type PartnerParts, partnerParts, toPartner, withPeople } from './shape.ts'

export const getPartner = query({
  name: 'partners.get',
  may: 'partners:read',
  summary: 'Get a partner',
  description:
    'By our id or by the CRM `externalId`. The id of a partner that was merged into another leads to that one.',
  input: z.strictObject({ id: PartnerInPath }),
  output: Partner,
  refuses: [partnerNotFound],
  example: { id: exampleId },
  run: (ctx, { id }) => onPartner(ctx, id, (own) => tryReadPartner(ctx, own)),
})

/** The partner as it leaves, or undefined where no unmerged partner has this id. */
export async function tryReadPartner(ctx: Context, id: string, options: { lock?: boolean } = {}) {
  const {
    rows: [row],
  } = await sql<PartnerParts>`
    select ${partnerParts} from partner p ${withPeople}
    where p.organisation_id = ${ctx.organisationId} and p.id = ${id} and p.merged_into_id is null
    ${options.lock ? sql`for no key update of p` : sql``}`.execute(ctx.db)
  return row && toPartner(row)
}

/** Runs on our id at once; only what it does not find is looked for among CRM ids and merged partners. */
export async function onPartner<T>(ctx: Context, ref: string, run: (id: string) => Promise<T | undefined>): Promise<T> {
  const direct = await run(ref)
  if (direct !== undefined) return direct
  const found = await run(await findPartnerId(ctx, ref))
  if (found === undefined) throw partnerNotFound()
  return found
}

/** The partner as it leaves, locked against changes until the transaction ends. */
export async function lockedPartner(ctx: Context, ref: string): Promise<Json<Partner>> {
  const own = await findPartnerId(ctx, ref)
  return await onPartner(ctx, own, (id) => tryReadPartner(ctx, id, { lock: true }))
}

/** Our id of the partner that is meant: by our id, else by CRM id; a merged partner leads to the one it became. */
export async function findPartnerId(ctx: Context, ref: string, field = 'id'): Promise<string> {
  const { rows } = await sql<{ id: string; isOwn: boolean }>`
    select distinct coalesce(merged_into_id, id) as id, id = ${ref} as "isOwn" from partner
    where organisation_id = ${ctx.organisationId} and (id = ${ref} or external_id = ${ref})
    limit 3`.execute(ctx.db)
  const own = rows.find((row) => row.isOwn)
  if (own) return own.id
  const [first, second] = rows
  if (!first) throw partnerNotFound()
  if (second) throw invalidField(field, 'ambiguous_reference', 'Several partners have this CRM id. Use our id.')
  return first.id
}

/** Our id of the partner that has this id of ours, and no CRM id; a merged partner leads to the one it became. */
export async function tryFindOwnPartnerId(ctx: Context, id: string): Promise<string | undefined> {
  const {
    rows: [row],
  } = await sql<{ id: string }>`
    select coalesce(merged_into_id, id) as id from partner where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(
    ctx.db,
  )
  return row?.id
}

/** The partner's id and the ids of those that were merged into it: what its history is filed under. */
export async function findPartnerFamily(ctx: Context, ref: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with meant as (
      select coalesce(merged_into_id, id) as id from partner
      where organisation_id = ${ctx.organisationId} and (id = ${ref} or external_id = ${ref} and not exists (
        select from partner where organisation_id = ${ctx.organisationId} and id = ${ref}))
    )
    select id from meant union select p.id from partner p join meant m on p.merged_into_id = m.id
    where p.organisation_id = ${ctx.organisationId}`.execute(ctx.db)
  return rows.map((row) => row.id)
}

/** The first active partners by name, for a person who is to choose one. */
export async function partnersToSelect(ctx: Context, limit: number): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from partner where organisation_id = ${ctx.organisationId} and status = 'active'
    order by lower(name) collate "C", id limit ${limit}`.execute(ctx.db)
  return rows
}

/** The active partner one of whose visitors has this e-mail, whatever its case. */
export async function tryFindPartnerOfVisitor(ctx: Context, email: string): Promise<string | undefined> {
  const {
    rows: [row],
  } = await sql<{ id: string }>`
    select p.id from visitor v join partner p on p.organisation_id = v.organisation_id and p.id = v.partner_id
    where v.organisation_id = ${ctx.organisationId} and lower(v.email) = lower(${email}) and p.status = 'active'`.execute(
    ctx.db,
  )
  return row?.id
}

import { hash } from 'node:crypto'
import type { Context } from '#/kernel/context.ts'
import type { RecordedInStatement } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { eventIn } from '#/platform/events.ts'
import type { PayoutRecord } from '../payout.ts'

/** What is kept of a payout's statement, but for the files. */
export type Kept = { drawnFrom: string | null; isUploaded: boolean }

export async function findKept(ctx: Context, payoutId: string): Promise<Kept> {
  const { rows } = await sql<Kept>`
    select drawn_from as "drawnFrom", uploaded is not null as "isUploaded" from payout_statement
    where organisation_id = ${ctx.organisationId} and payout_id = ${payoutId}`.execute(ctx.db)
  return rows[0] ?? { drawnFrom: null, isUploaded: false }
}

type Drawn = { pdf: Buffer; pages: number; drawnFrom: string }

/** Keeps a drawn file, with its event; where the same has been kept meanwhile, nothing. */
export async function keepDrawn(ctx: Context, payout: PayoutRecord, { pdf, pages, drawnFrom }: Drawn): Promise<void> {
  const { insert } = eventIn(ctx, {
    type: 'statements.draw',
    from: sql`kept k`,
    subjectId: sql`k.payout_id`,
    partnerId: sql`${payout.partner_id}`,
    before: sql`null`,
    after: sql`json_build_object('pages', ${pages}::int, 'bytes', octet_length(k.drawn), 'contentHash', k.drawn_from)`,
  })
  await sql`
    with kept as (
      insert into payout_statement as s (organisation_id, payout_id, drawn, drawn_from, drawn_at)
      values (${ctx.organisationId}, ${payout.id}, ${pdf}, ${drawnFrom}, ${ctx.now()})
      on conflict (organisation_id, payout_id) do update
        set drawn = excluded.drawn, drawn_from = excluded.drawn_from, drawn_at = excluded.drawn_at
        where s.drawn_from is distinct from excluded.drawn_from
      returning *
    )
    ${insert}`.execute(ctx.db)
}

/** Puts a person's file in the place of the drawn one, with its event; the same file again changes nothing. */
export async function keepUploaded(ctx: Context, payout: PayoutRecord, pdf: Buffer): Promise<RecordedInStatement> {
  const { insert, recorded } = eventIn(ctx, {
    type: 'statements.upload',
    from: sql`kept k`,
    subjectId: sql`k.payout_id`,
    partnerId: sql`${payout.partner_id}`,
    before: sql`(select json_build_object('sha256', b.uploaded_hash) from was b)`,
    after: sql`json_build_object('sha256', k.uploaded_hash, 'bytes', octet_length(k.uploaded))`,
  })
  await sql`
    with was as (
      select uploaded_hash from payout_statement
      where organisation_id = ${ctx.organisationId} and payout_id = ${payout.id} and uploaded is not null
    ), kept as (
      insert into payout_statement as s (organisation_id, payout_id, uploaded, uploaded_hash, uploaded_at)
      values (${ctx.organisationId}, ${payout.id}, ${pdf}, ${hash('sha256', pdf)}, ${ctx.now()})
      on conflict (organisation_id, payout_id) do update
        set uploaded = excluded.uploaded, uploaded_hash = excluded.uploaded_hash, uploaded_at = excluded.uploaded_at
        where s.uploaded_hash is distinct from excluded.uploaded_hash
      returning *
    )
    ${insert}`.execute(ctx.db)
  return recorded
}

/** Takes a person's file away, with its event; where there is none, nothing. */
export async function dropUploaded(ctx: Context, payout: PayoutRecord): Promise<RecordedInStatement> {
  const { insert, recorded } = eventIn(ctx, {
    type: 'statements.delete-upload',
    from: sql`dropped d join was b on b.payout_id = d.payout_id`,
    subjectId: sql`d.payout_id`,
    partnerId: sql`${payout.partner_id}`,
    before: sql`json_build_object('sha256', b.uploaded_hash)`,
    after: sql`null`,
  })
  await sql`
    with was as (
      select payout_id, uploaded_hash from payout_statement
      where organisation_id = ${ctx.organisationId} and payout_id = ${payout.id} and uploaded is not null for update
    ), dropped as (
      update payout_statement s set uploaded = null, uploaded_hash = null, uploaded_at = null from was
      where s.organisation_id = ${ctx.organisationId} and s.payout_id = was.payout_id
      returning s.payout_id
    )
    ${insert}`.execute(ctx.db)
  return recorded
}

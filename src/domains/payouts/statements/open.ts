import type { Context } from '#/kernel/context.ts'
import { dayOf } from '#/kernel/time.ts'
import { sql } from '#/platform/database/sql.ts'
import type { PublicFile } from '#/platform/http/public-files.ts'
import { organisationOf } from './link.ts'

type Row = { pdf: Buffer | null; name: string | null; period_end: Date }

/** The PDF that a link leads to: `file` is the last step of its path. Undefined where the link is not good, or not any more. */
export async function tryOpenStatement(ctx: Context, file: string, signature: string): Promise<PublicFile | undefined> {
  const [, payoutId = ''] = /^(.{1,255})\.pdf$/.exec(file) ?? []
  const organisationId = organisationOf(ctx, payoutId, signature)
  if (organisationId === undefined) return undefined
  const { rows } = await sql<Row>`
    select coalesce(s.uploaded, s.drawn) as pdf, p.name, b.period_end
    from payout_statement s
    join payout y on y.organisation_id = s.organisation_id and y.id = s.payout_id
    join partner p on p.organisation_id = y.organisation_id and p.id = y.partner_id
    join payout_batch b on b.organisation_id = y.organisation_id and b.id = y.batch_id
    where s.organisation_id = ${organisationId} and s.payout_id = ${payoutId}`.execute(ctx.db)
  const [row] = rows
  if (!row?.pdf) return undefined
  return { bytes: row.pdf, mediaType: 'application/pdf', name: nameOf(row) }
}

/** `statement-larkspur-traders-2026-03-31.pdf`: letters that travel everywhere. */
function nameOf({ name, period_end }: Row): string {
  const plain = (name ?? '').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const slug = plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
  return ['statement', slug, dayOf(period_end)].filter(Boolean).join('-') + '.pdf'
}

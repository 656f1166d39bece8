import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { examplePartnerId, findPartnerId, partnerNotFound } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import { command, query } from '#/kernel/verb.ts'
import { alreadyOnboarded } from '../referrals/make-link.ts'
import { holdOnboarding, isOnboarded, makeOnboardingUrl } from '../referrals/onboarding.ts'

const Status = z.enum(['ACTIVE', 'PENDING_ONBOARDING'])

/** A partner that a referral partner has brought, as the organisation sees it. */
const BroughtPartner = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    isArchived: z.boolean(),
    referralPartner: z.strictObject({ id: z.string(), name: z.string() }),
    status: Status.meta({ description: 'ACTIVE once it has an owner.' }),
    clients: z.int().meta({ description: 'How many active clients it looks after.' }),
    linkExpiresAt: DateTime.nullable().meta({
      description: 'Until when the newest onboarding link that nobody has used works; null where there is none.',
    }),
    createdAt: DateTime,
  })
  .meta({
    id: 'BroughtPartner',
    examples: [
      {
        id: examplePartnerId,
        name: 'Ledgerline Advisors',
        isArchived: false,
        referralPartner: { id: 'ptn_01KGS4JWE00TATDK1DSRJKCJRQ', name: 'Redfern Commerce' },
        status: 'PENDING_ONBOARDING' as const,
        clients: 3,
        linkExpiresAt: '2026-02-13T09:30:00.000Z',
        createdAt: '2026-02-06T09:30:00.000Z',
      },
    ],
  })
type BroughtPartner = z.infer<typeof BroughtPartner>

const order = 'brought partners'

export const listBroughtPartners = query({
  name: 'brought-partners.list',
  may: 'clients:read',
  summary: 'List the partners that referral partners have brought',
  description: 'Newest first, with how far each is with its onboarding.',
  input: z.strictObject({
    ...pageInput,
    status: Status.optional(),
    referralPartnerId: Reference.optional().meta({ description: 'Our id or the CRM id of who brought it.' }),
  }),
  output: page(BroughtPartner),
  refuses: [partnerNotFound],
  async run(ctx, { limit, cursor, status, referralPartnerId }) {
    const by = referralPartnerId && (await findPartnerId(ctx, referralPartnerId, 'referralPartnerId'))
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const rows = await readBrought(
      ctx,
      sql`${by ? sql`and s.referral_partner_id = ${by}` : sql``}
        ${status ? sql`and ${status === 'ACTIVE' ? sql`` : sql`not`} ${isOnboarded}` : sql``}
        ${after === undefined ? sql`` : sql`and s.partner_id < ${after}`}
        order by s.partner_id desc limit ${sql.lit(limit + 1)}`,
    )
    return toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: toItem })
  },
})

type Row = Omit<BroughtPartner, 'status' | 'referralPartner' | 'linkExpiresAt' | 'createdAt'> & {
  referral_id: string
  referral_name: string
  is_onboarded: boolean
  link_expires_at: Date | null
  created_at: Date
}

async function readBrought(ctx: Context, which: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select p.id, p.name, p.status = 'inactive' as "isArchived", r.id as referral_id, r.name as referral_name,
      ${isOnboarded} as is_onboarded, s.created_at,
      (select coalesce(sum(t.active), 0)::int from client_tally t
        where t.organisation_id = s.organisation_id and t.partner_id = s.partner_id) as clients,
      (select max(l.expires_at) from one_time_link l where l.organisation_id = s.organisation_id and l.partner_id = s.partner_id
        and l.purpose = 'ONBOARDING' and l.used_at is null and l.expires_at > ${ctx.now()}) as link_expires_at
    from sub_partner s
    join partner p on p.organisation_id = s.organisation_id and p.id = s.partner_id
    join partner r on r.organisation_id = s.organisation_id and r.id = s.referral_partner_id
    where s.organisation_id = ${ctx.organisationId} ${which}`.execute(ctx.db)
  return rows
}

const toItem = (row: Row): BroughtPartner => ({
  id: row.id,
  name: row.name,
  isArchived: row.isArchived,
  referralPartner: { id: row.referral_id, name: row.referral_name },
  status: row.is_onboarded ? 'ACTIVE' : 'PENDING_ONBOARDING',
  clients: row.clients,
  linkExpiresAt: row.is_onboarded ? null : (row.link_expires_at?.toISOString() ?? null),
  createdAt: row.created_at.toISOString(),
})

const OnboardingLink = z.strictObject({ onboardingUrl: z.string() }).meta({
  id: 'OnboardingLink',
  examples: [
    { onboardingUrl: 'https://portal.example.com/onboarding?token=n0G9W8uw8de9puyHB9d3xvE_pg3mKBxfeN4_YYsakj8' },
  ],
})

export const makeOnboardingLink = command({
  name: 'brought-partners.make-link',
  may: 'clients:write',
  creates: true,
  returnsSecret: true,
  summary: 'Make an onboarding link',
  description: 'Whoever opens it becomes the owner of the partner: once, and for seven days. It is shown here only.',
  input: z.strictObject({ id: Reference }),
  output: OnboardingLink,
  refuses: [partnerNotFound, alreadyOnboarded],
  example: { id: examplePartnerId },
  async run(ctx, { id }) {
    const partner = await holdOnboarding(ctx, await findPartnerId(ctx, id))
    if (!partner) throw partnerNotFound()
    if (partner.isOnboarded) throw alreadyOnboarded()
    const change = { type: 'sub-partners.make-link', subjectId: partner.id, partnerId: partner.id }
    return {
      output: { onboardingUrl: await makeOnboardingUrl(ctx, partner.id) },
      changes: [{ ...change, before: null, after: null }],
    }
  },
})

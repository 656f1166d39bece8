import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { query } from '#/kernel/verb.ts'
import { callerInput, callerOf, callerRefuses, partnerKeys } from './caller.ts'
import { db } from './tables.ts'
import { UserRole, UserStatus } from './users/user.ts'

export const checkKey = query({
  name: 'partner-keys.check',
  may: 'any',
  summary: 'Check a key',
  description: 'Says whether the key is a partner’s own.',
  input: z.object({}),
  output: z
    .strictObject({ isPartnerUser: z.boolean() })
    .meta({ id: 'PartnerCheckResponse', examples: [{ isPartnerUser: true }] }),
  run: async ({ actor }) => ({ isPartnerUser: actor.kind === 'key' && actor.actsFor === 'PARTNER' }),
})

const examplePartner = { id: 'ptn_01KGS4JWE00TATDK1DSRJKCJRQ', name: 'Ledgerline Advisors' }
const NamedPartner = z
  .strictObject({ id: z.string(), name: z.string().nullable() })
  .meta({ id: 'PartnerListItem', examples: [examplePartner] })

export const listReachablePartners = query({
  name: 'partners.list-reachable',
  may: 'clients:read',
  opensTo: partnerKeys,
  summary: 'List the partners that a key acts for',
  description:
    'Newest first. A partner’s key: its own; a referral key: its sub-partners; a key of the organisation: all.',
  input: z.object({}),
  output: z.array(NamedPartner).meta({ examples: [[examplePartner]] }),
  async run(ctx) {
    return await reachable(ctx)
      .select(['p.id', 'p.name'])
      .orderBy('p.created_at', 'desc')
      .orderBy('p.id', 'desc')
      .execute()
  },
})

function reachable(ctx: Context) {
  const { actor } = ctx
  const [actsFor, own] = actor.kind === 'key' ? [actor.actsFor, actor.partnerId] : ['ORGANISATION', null]
  return db(ctx)
    .selectFrom('partner as p')
    .where('p.organisation_id', '=', ctx.organisationId)
    .where('p.merged_into_id', 'is', null)
    .$if(actsFor === 'PARTNER', (all) => all.where('p.id', '=', own ?? ''))
    .$if(actsFor === 'REFERRAL', (all) =>
      all.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('sub_partner as s')
            .whereRef('s.organisation_id', '=', 'p.organisation_id')
            .whereRef('s.partner_id', '=', 'p.id')
            .where('s.referral_partner_id', '=', own ?? ''),
        ),
      ),
    )
}

const Me = z
  .strictObject({
    partnerName: z.string().nullable(),
    email: z.string().meta({ description: 'Empty where no user stands behind the key.' }),
    role: UserRole,
    status: UserStatus,
  })
  .meta({
    id: 'PartnerUserInfo',
    examples: [
      {
        partnerName: 'Ledgerline Advisors',
        email: 'owner@ledgerline.example.com',
        role: 'OWNER' as const,
        status: 'ACTIVE' as const,
      },
    ],
  })

export const getMe = query({
  name: 'partner-users.me',
  may: 'clients:read',
  opensTo: partnerKeys,
  summary: 'Get the user behind the key',
  description: 'With no user behind it the key acts as an owner, and the e-mail is empty.',
  input: z.object(callerInput),
  output: Me,
  refuses: callerRefuses,
  async run(ctx, named) {
    const { partnerId, userId, role } = await callerOf(ctx, named)
    const found = await db(ctx)
      .selectFrom('partner as p')
      .leftJoin('partner_user as u', (join) =>
        join
          .onRef('u.organisation_id', '=', 'p.organisation_id')
          .onRef('u.partner_id', '=', 'p.id')
          .on('u.id', '=', userId),
      )
      .select(['p.name', 'u.email'])
      .where('p.organisation_id', '=', ctx.organisationId)
      .where('p.id', '=', partnerId)
      .executeTakeFirst()
    return { partnerName: found?.name ?? null, email: found?.email ?? '', role, status: 'ACTIVE' as const }
  },
})

import { z } from 'zod'
import { type ApiKeyRow, issueKey } from '#/domains/organisations/index.ts'
import type { Scope } from '#/kernel/actor.ts'
import type { Context } from '#/kernel/context.ts'
import { DomainError } from '#/kernel/error.ts'
import { type Change, command } from '#/kernel/verb.ts'
import { db } from '../tables.ts'
import { holdReferrer, referrerNotFound } from './referrer.ts'

export const rotateReferralKey = command({
  name: 'referral-keys.rotate',
  may: 'clients:write',
  opensTo: ['REFERRAL'],
  returnsSecret: true,
  summary: 'Rotate the referral key',
  description: 'The calling key is dead at once. The secret of its successor is in this answer and nowhere else.',
  input: z.object({}),
  output: z.strictObject({ apiKey: z.string() }).meta({ id: 'RotatedApiKey', examples: [{ apiKey: 'sym_example' }] }),
  refuses: [referrerNotFound],
  async run(ctx) {
    await holdReferrer(ctx)
    const old = await revokeOwn(ctx)
    const { row, secret } = await issueKey(ctx, {
      name: old.name,
      scopes: old.scopes as Scope[],
      actsFor: old.acts_for,
      partnerId: old.partner_id,
      issuedBy: old.issued_by,
      expiresAt: old.expires_at,
      rateLimitPerMinute: old.rate_limit_per_minute,
    })
    await ctx.announce('api_key_changed', old.id)
    return { output: { apiKey: secret }, changes: [revocation(old), creation(row)] }
  },
})

/** Of two rotations at once one revokes the key; the other one's key is dead. */
async function revokeOwn(ctx: Context): Promise<ApiKeyRow> {
  const revoked = await db(ctx)
    .updateTable('api_key')
    .set({ revoked_at: ctx.now() })
    .where('organisation_id', '=', ctx.organisationId)
    .where('id', '=', ctx.actor.id)
    .where('acts_for', '=', 'REFERRAL')
    .where('revoked_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (!revoked) throw new DomainError('unauthenticated', 'UNAUTHORIZED', 'The key was revoked or rotated already.')
  return revoked
}

const revocation = ({ id, name, partner_id }: ApiKeyRow): Change => ({
  type: 'api-keys.revoke',
  subjectId: id,
  partnerId: partner_id,
  before: { name },
  after: null,
})

const creation = (row: ApiKeyRow): Change => ({
  type: 'api-keys.create',
  subjectId: row.id,
  partnerId: row.partner_id,
  before: null,
  after: {
    name: row.name,
    scopes: row.scopes,
    actsFor: row.acts_for,
    partnerId: row.partner_id,
    expiresAt: row.expires_at?.toISOString() ?? null,
    rateLimitPerMinute: row.rate_limit_per_minute,
  },
})

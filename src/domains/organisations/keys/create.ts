import { z } from 'zod'
import { type Actor, holds, type Scope } from '#/kernel/actor.ts'
import type { Context } from '#/kernel/context.ts'
import { DomainError, forbidden, invalidField, refusal } from '#/kernel/error.ts'
import { command } from '#/kernel/verb.ts'
import { brokenConstraint } from '#/platform/database/failure.ts'
import { refuseAboveOwn } from '../members/guard.ts'
import { aboveYourRole } from '../members/member.ts'
import { apiKeyInput, NewApiKey, toApiKey } from './api-key.ts'
import { issueKey } from './issue.ts'

const partnerNotFound = refusal('not_found', 'PARTNER_NOT_FOUND', 'No partner has this id.')

export const createApiKey = command({
  name: 'api-keys.create',
  may: 'keys:write',
  creates: true,
  returnsSecret: true,
  summary: 'Create an API key',
  description:
    'The secret is in this answer and nowhere else. A key never grants more than the key that makes it: neither a scope that it lacks nor a longer life. Of the members only an owner makes one with `admin`, for it may make owners.',
  input: z.strictObject(apiKeyInput),
  output: NewApiKey,
  refuses: [partnerNotFound, aboveYourRole],
  example: { name: 'ERP', scopes: ['commissions:read', 'commissions:write'], rateLimitPerMinute: 600 },
  async run(ctx, input) {
    refuseMoreThanOwn(ctx.actor, input.scopes)
    if (input.scopes.includes('admin') && !input.partnerId) refuseAboveOwn(ctx.actor, 'OWNER')
    if (input.actsFor && !input.partnerId)
      throw invalidField('partnerId', 'invalid_type', 'Name the partner that the key acts for.')
    const { row, secret } = await issueKey(ctx, { ...input, expiresAt: lifeOf(ctx, input.expiresAt) }).catch(refused)
    const { name, scopes, actsFor, partnerId, expiresAt, rateLimitPerMinute } = toApiKey(row)
    const after = { name, scopes, actsFor, partnerId, expiresAt, rateLimitPerMinute }
    return {
      output: { ...toApiKey(row), key: secret },
      changes: [{ subjectId: row.id, partnerId, before: null, after }],
    }
  },
})

function refuseMoreThanOwn(actor: Actor, wanted: Scope[]): void {
  const lacking = wanted.filter((scope) => !holds(actor, scope))
  if (!lacking.length) return
  throw new DomainError('forbidden', forbidden.code, `A key cannot grant what it lacks: ${lacking.join(', ')}.`)
}

function lifeOf(ctx: Context, wanted: Date | null | undefined): Date | null {
  if (wanted && wanted <= ctx.now()) throw invalidField('expiresAt', 'too_small', 'The key would have expired already.')
  const own = ctx.actor.kind === 'key' ? ctx.actor.expiresAt : null
  if (own && wanted && wanted > own) {
    throw invalidField(
      'expiresAt',
      'too_big',
      `A key cannot outlive the key that makes it, which ends at ${own.toISOString()}.`,
    )
  }
  return wanted ?? own
}

function refused(error: unknown): never {
  if (brokenConstraint(error, '23503') === 'api_key_partner_id_fkey') throw partnerNotFound({ cause: error })
  throw error
}

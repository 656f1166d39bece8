import { timingSafeEqual } from 'node:crypto'
import type { Context } from '#/kernel/context.ts'
import type { Statement } from './statement.ts'

const lifeMs = 3_600_000

/** A link to the statement of a payout that works without a key, for one hour. */
export function linkTo(ctx: Context, payoutId: string): Pick<Statement, 'url' | 'expiresAt'> {
  const expiresAt = new Date(ctx.now().getTime() + lifeMs)
  const signature = signatureOf(ctx, { organisationId: ctx.organisationId, payoutId, expires: expiresAt.getTime() })
  return {
    url: `${ctx.publicUrl}/statements/${payoutId}.pdf?signature=${signature}`,
    expiresAt: expiresAt.toISOString(),
  }
}

/** The organisation whose payout a link is for; undefined where it has expired or we never signed it. */
export function organisationOf(ctx: Context, payoutId: string, signature: string): string | undefined {
  const [claim = ''] = signature.split('.')
  const [, expires, organisationId] = /^(\d{1,15}) (\S+)$/.exec(Buffer.from(claim, 'base64url').toString()) ?? []
  if (expires === undefined || organisationId === undefined) return undefined
  const signed = signatureOf(ctx, { organisationId, payoutId, expires: Number(expires) })
  return areEqual(signature, signed) && Number(expires) > ctx.now().getTime() ? organisationId : undefined
}

type Claim = { organisationId: string; payoutId: string; expires: number }

/** When it ends and whose it is, readable, and the keyed signature over both and the payout. */
function signatureOf(ctx: Pick<Context, 'sign'>, { organisationId, payoutId, expires }: Claim): string {
  const claim = Buffer.from(`${expires} ${organisationId}`).toString('base64url')
  return `${claim}.${ctx.sign('statement', `${claim}/${payoutId}`)}`
}

function areEqual(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)]
  return one.length === other.length && timingSafeEqual(one, other)
}

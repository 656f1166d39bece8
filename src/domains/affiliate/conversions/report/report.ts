import type { Context } from '#/kernel/context.ts'
import { command } from '#/kernel/verb.ts'
import { isAllowedOrigin, originNotAllowed } from '#/platform/http/sites.ts'
import { inTransaction } from '#/platform/perform.ts'
import { writeLateClick } from '#/domains/affiliate/clicks/write-late.ts'
import { keepAttempt } from '#/domains/affiliate/attempts/keep.ts'
import { campaignNotFound } from '#/domains/affiliate/campaigns/campaign.ts'
import { findBefore, looksBack } from '#/domains/affiliate/quality/before.ts'
import { Answer, duplicate, ignored, recorded } from './answer.ts'
import { decide, type Recorded, type Report } from './decide.ts'
import { type Asked, type Facts, findFacts } from './facts.ts'
import { checkInput, Input } from './input.ts'
import { reckonByPlan } from './plan.ts'
import { customerIn, type Read, readReport } from './read.ts'
import { reporterOf } from './reporter.ts'
import { type NewConversion, writeConversion } from './write.ts'

export const reportConversion = command({
  name: 'conversions.record',
  may: 'affiliate:write',
  opensToSites: true,
  creates: true,
  mayFind: true,
  knowsRepeats: true,
  isOneStatement: true,
  summary: 'Report a conversion',
  description:
    'Of a click, from a server with a secret key or from a browser with a publishable key, which may stand in the body instead of the header. `recorded`: it made a form submission and, if the campaign pays, a commission line that is held until the conversion is accepted. `duplicate`: the click has converted before; the ids are those of then. `ignored`: the token is not genuine, is too old or of a revoked link or another campaign, or a quality rule refused it; `GET /conversion-attempts` says why. Repeat it as often as you like. A browser’s `Origin` must be on the campaign’s list, if it has one. A publishable key may be used 120 times a minute from one address.',
  input: Input,
  output: Answer,
  refuses: [campaignNotFound],
  example: {
    clickId: '01KP32TAE02NST1CCG079339MF.01KGHDCQE0TSE27719X13KZBKT.01KP1RJ2E0D7W9V3KQ5S8N4XTB.1.c2lnbmF0dXJl',
    email: 'buyer@customer.example.com',
    properties: { plan: 'team', seats: 12, amount: '1200.00' },
  },
  async run(ctx, given) {
    checkInput(ctx, given)
    const output = await settle(ctx, given)
    return { output, isNew: output.status === 'recorded', changes: [] }
  },
})

const mostTries = 4

/** What was true when it was decided and is not when it is written is looked at again: a revocation, a merge, another report. */
async function settle(ctx: Context, given: Input): Promise<Answer> {
  const read = await readReport(ctx, given)
  if (!read) return await ignoreToken(ctx, given)
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const answer = await settleOnce(ctx, read)
    if (answer) return answer
  }
  throw new Error('A conversion was neither recorded nor found.')
}

async function settleOnce(ctx: Context, read: Read): Promise<Answer | undefined> {
  const { reported } = read
  if (reported && !reported.isRecorded) await writeLateClick(ctx, reported)
  const facts = await findFacts(ctx, read.asked)
  if (!facts && !reported) throw campaignNotFound()
  if (!facts) return await ignoreToken(ctx, { email: read.asked.email ?? undefined })
  checkOrigin(ctx, facts)
  const report: Report = { ...read.report, customerId: customerIn(read.report, facts.campaign.customer_property) }
  const isOther = report.onlyCampaign !== null && report.onlyCampaign !== facts.campaign.id
  if (facts.known && !isOther) return duplicate(facts.known)
  const buyer = { ...read.asked, customerId: report.customerId }
  const isAlone = facts.campaign.commission.type !== 'PLAN' && !looksBack(facts.campaign.quality_rules, buyer)
  const one: Case = { asked: read.asked, facts, report }
  return isAlone ? await settleCase(ctx, one) : await inTransaction(ctx, (inside) => settleCase(inside, one))
}

/** With an organisation's key the click alone tells the campaign, and so which origins are allowed. */
function checkOrigin({ actor }: Context, { campaign }: Facts): void {
  if (actor.kind === 'site' && actor.campaignId === null && !isAllowedOrigin(campaign.allowed_origins, actor.origin))
    throw originNotAllowed()
}

type Case = { asked: Asked; facts: Facts; report: Report }

async function settleCase(ctx: Context, { asked, facts, report }: Case): Promise<Answer | undefined> {
  const buyer = { ...asked, customerId: report.customerId }
  const { campaign } = facts
  const isBack = looksBack(campaign.quality_rules, buyer)
  const before = isBack ? await findBefore(ctx, campaign.id, buyer) : undefined
  const decided = decide(report, facts, { now: ctx.now(), before })
  if (decided.isIgnored) {
    await keepAttempt(ctx, {
      ...decided,
      campaignId: campaign.id,
      clickId: asked.clicks[0]?.clickId,
      email: asked.email,
    })
    return ignored
  }
  const made = newConversion(ctx, { asked, facts, report }, decided)
  const known = await writeConversion(ctx, made)
  if (known) await reckonByPlan(ctx, made)
  return known && recorded(known)
}

function newConversion(ctx: Context, one: Case, decided: Recorded): NewConversion {
  const lineId = decided.amount ? ctx.newId('cln') : null
  const { explanation } = decided
  const commission = explanation.commission && { ...explanation.commission, lineId }
  return {
    ...one,
    conversionId: ctx.newId('cnv'),
    formSubmissionId: ctx.newId('fsub'),
    lineId,
    decided: { ...decided, explanation: { ...explanation, commission } },
  }
}

/** A token that says nothing which can be believed. */
async function ignoreToken(ctx: Context, { email }: Pick<Input, 'email'>): Promise<Answer> {
  const { actor } = ctx
  await keepAttempt(ctx, {
    campaignId: actor.kind === 'site' ? actor.campaignId : null,
    email: email ?? null,
    credited: undefined,
    clickId: undefined,
    explanation: {
      version: 1,
      ...reporterOf(actor),
      status: 'ignored',
      reasons: ['TOKEN_INVALID'],
      attribution: null,
      rules: [],
      commission: null,
    },
  })
  return ignored
}

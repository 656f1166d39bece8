import { sql } from 'kysely'
import { z } from 'zod'
import { addPartner, claimPartnerName } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { text } from '#/kernel/text.ts'
import { type Change, command } from '#/kernel/verb.ts'
import { email } from '#/platform/http/contracts/detail/values.ts'
import { writeInvitation } from '../letters.ts'
import { makeLink } from '../one-time-link.ts'
import { db } from '../tables.ts'
import { addClients, ReferredClient } from './add-clients.ts'
import { makeOnboardingUrl } from './onboarding.ts'
import { addOwner } from './owner.ts'
import { holdReferrer, referralKeys } from './referrer.ts'
import { SubPartnerResponse } from './sub-partner.ts'

const mostClients = 20
const nameTaken = refusal('conflict', 'PARTNER_NAME_TAKEN', 'A partner with this name already exists')

export const createSubPartner = command({
  name: 'sub-partners.create',
  may: 'clients:write',
  opensTo: referralKeys,
  creates: true,
  returnsSecret: true,
  summary: 'Create a sub-partner',
  description:
    'With `ownerEmail` the owner is made at once and gets a letter; without, the answer holds a link by which the owner comes. Clients are added as far as possible: what became of each is in `clients`.',
  input: z.object({
    name: text(1, 255),
    ownerEmail: email({ hasDomain: true }).nullish(),
    clients: z.array(ReferredClient).max(mostClients).nullish(),
  }),
  output: SubPartnerResponse,
  refuses: [nameTaken],
  example: {
    name: 'Ledgerline Advisors',
    clients: [
      { name: 'Fernhill Foods', entityType: 'LLC', companyCountryCode: 'US', naics: '311' },
      { name: 'Basalt Studio' },
    ],
  },
  async run(ctx, { name, ownerEmail, clients }) {
    const referrer = await holdReferrer(ctx)
    await claimPartnerName(ctx, name)
    if (await isTaken(ctx, referrer, name)) throw nameTaken()
    const partner = await addPartner(ctx, { name })
    const brought = referrer === null ? [] : [await keepBrought(ctx, partner.id, referrer)]
    const way = await openWay(ctx, { partnerId: partner.id, name, ownerEmail })
    const added = clients?.length ? await addClients(ctx, { referrer, partnerId: partner.id, clients }) : undefined
    return {
      output: {
        partnerId: partner.id,
        name,
        onboardingUrl: way.onboardingUrl,
        clients: added?.results ?? null,
      },
      changes: [partner.change, ...brought, ...way.changes, ...(added?.changes ?? [])],
    }
  },
})

async function isTaken(ctx: Context, referrer: string | null, name: string): Promise<boolean> {
  const brought = sql`and exists (select from sub_partner s
    where s.organisation_id = p.organisation_id and s.partner_id = p.id and s.referral_partner_id = ${referrer})`
  const { rows } = await sql`
    select from partner p
    where p.organisation_id = ${ctx.organisationId} and lower(p.name) collate "C" = lower(${name}) collate "C"
      and p.merged_into_id is null ${referrer === null ? sql`` : brought} limit 1`.execute(ctx.db)
  return rows.length > 0
}

async function keepBrought(ctx: Context, partnerId: string, referrer: string): Promise<Change> {
  await db(ctx)
    .insertInto('sub_partner')
    .values({
      organisation_id: ctx.organisationId,
      partner_id: partnerId,
      referral_partner_id: referrer,
      created_at: ctx.now(),
    })
    .execute()
  return { subjectId: partnerId, partnerId, before: null, after: { referralPartnerId: referrer } }
}

type Way = { partnerId: string; name: string; ownerEmail: string | null | undefined }

/** An owner who is there at once and is written to, else a link for one to come. */
async function openWay(ctx: Context, { partnerId, name, ownerEmail }: Way) {
  if (!ownerEmail) return { onboardingUrl: await makeOnboardingUrl(ctx, partnerId), changes: [] }
  const owner = await addOwner(ctx, { partnerId, email: ownerEmail })
  const token = await makeLink(ctx, { purpose: 'INVITATION', partnerId, userId: owner.id })
  await writeInvitation(ctx, { to: ownerEmail, partnerName: name, token })
  return { onboardingUrl: null, changes: [owner.change] }
}

import { clientAt } from './clients.ts'
import { referral } from './people.ts'
import { partnerAt } from './portfolios.ts'
import type { Stage } from './stage.ts'

/** What the vendor says of a partner: where it stands, and who looks after it. */
type Places = { tierId: string | undefined; phaseId: string | undefined; partnerOwnerId: string | undefined }
type SubPartner = (typeof referral.brought)[number]
type Made = { partnerId: string; onboardingUrl: string | null }

const clientsEach = 3
/** Past all that the other partners look after. */
const firstClient = 300

/** A referral partner brings others with their clients; their owners come by the links that they get, but for one. */
export async function bringSubPartners(stage: Stage, placesOf: (isOnboarded: boolean) => Places): Promise<void> {
  const referrer = await stage.as(await partnerAt(stage, referral.domain), 'Referrals of Redfern Commerce', 'REFERRAL')
  for (const [at, one] of referral.brought.entries()) {
    const known = (await listOf(referrer)).find(({ name }) => name === one.name)
    const made = known ?? (await bring(referrer, one, firstClient + at * clientsEach))
    await stage.act('partners.update', { id: made.partnerId, domain: one.domain, ...placesOf(one.owner !== undefined) })
    if (one.owner && known?.status !== 'ACTIVE') await onboard(referrer, made, one.owner)
  }
}

async function listOf(referrer: Stage) {
  type Listed = Made & { name: string; status: string }
  return (await referrer.act<{ items: Listed[] }>('sub-partners.list', {})).items
}

async function bring(referrer: Stage, { name }: SubPartner, firstOwn: number): Promise<Made> {
  const clients = Array.from({ length: clientsEach }, (_, n) => clientAt(firstOwn + n, referral.city))
  return await referrer.act<Made>('sub-partners.create', {
    name,
    clients: clients.map((client) => ({ name: client.name, ...client.details })),
  })
}

async function onboard(referrer: Stage, { partnerId, onboardingUrl }: Made, owner: object): Promise<void> {
  const link = onboardingUrl ?? (await linkTo(referrer, partnerId))
  await referrer.act('onboarding.complete', { token: new URL(link).searchParams.get('token'), ...owner })
}

const linkTo = async (referrer: Stage, partner_id: string) =>
  (await referrer.act<{ onboardingUrl: string }>('sub-partners.make-link', { partner_id })).onboardingUrl
